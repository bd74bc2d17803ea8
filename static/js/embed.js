// Puts quizzes into a page, as docs/embedding.md says.
(() => {
  "use strict";

  const script = document.currentScript;
  if (window.Pittari) return window.Pittari.scan();

  const home = script ? new URL(script.src).origin : "";
  const UTM = ["utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"];
  const TYPES = /^quiz\.(ready|started|question_viewed|resized|completed|offer_clicked|closed)$/;
  const [ONCE, STEPS] = [/started|completed/, /viewed|completed/];
  const DETAILS = { quiz: "string", type_key: "string", number: "number", total: "number" };
  const [LOWEST, HIGHEST, PATIENCE] = [200, 5000, 3000];
  const [KEY, MODE, LANG] = [/^[a-z\d][\w-]*$/i, /^(inline|popup|slider|button)$/, /^[a-z]{2,3}(-\w+)*$/i];
  const SANDBOX = "allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
  const WORDS = document.documentElement.lang.startsWith("en")
    ? { title: "Quiz", launch: "Take the quiz", close: "Close", tab: "Open the quiz in a new tab" }
    : { title: "診断", launch: "診断をはじめる", close: "閉じる", tab: "診断を新しいタブで開く" };
  const embeds = new Set();
  const warn = (text) => console.warn(`Pittari: ${text}. See “When it does not show” in docs/embedding.md.`);

  // A shadow tree and :host keep the site's styles out; a sheet made by script needs no leave from its CSP.
  const CSS = `
    :host { all: revert !important } iframe { display: block; width: 100%; border: 0 }
    p { padding: 12px; text-align: center; font: 16px/1.6 sans-serif } a { color: inherit }
    button { font: 600 16px/1.4 sans-serif; cursor: pointer }
    button:focus-visible, a:focus-visible { outline: 3px solid #1a66d6; outline-offset: 2px }
    dialog { box-sizing: border-box; flex-direction: column; max-width: none; max-height: none; border: 0; padding: 0; overflow: hidden;
      overscroll-behavior: contain; color-scheme: light dark; box-shadow: 0 12px 48px rgb(0 0 0 / .28) }
    dialog[open] { display: flex }
    dialog::backdrop { background: rgb(20 16 12 / .55) }
    dialog iframe { flex: 0 1 auto; min-height: 200px }
    .popup { margin: 6dvh auto auto; width: min(100% - 32px, 480px); max-height: 88dvh; border-radius: 18px }
    .slider { margin: 0; margin-inline-start: auto; width: min(100%, 440px); height: 100dvh }
    .slider iframe, .button iframe { flex: 1 1 0 }
    .button { margin: auto 20px 20px; margin-inline-start: auto; width: min(100% - 40px, 400px);
      height: min(100dvh - 40px, 680px); border-radius: 18px }
    header { display: flex; justify-content: flex-end }
    header, .launch { background-color: var(--pittari, #2a2320); color: #fff }
    .close { width: 48px; height: 44px; border: 0; background: none; color: inherit; font-size: 26px }
    .close:hover { opacity: .7 } .close:focus-visible { outline: 3px solid; outline-offset: -6px }
    .launch { position: fixed; z-index: 2147483000; inset-block-end: max(20px, env(safe-area-inset-bottom));
      inset-inline-end: 20px; max-width: calc(100vw - 40px); min-height: 52px; padding: 12px 24px; border: 0;
      border-radius: 26px; box-shadow: 0 4px 18px rgb(0 0 0 / .25) }
    @media (max-width: 600px) {
      .popup, .button { width: 100%; height: 100dvh; max-height: none; margin: 0; border-radius: 0 }
      .popup iframe { flex: 1 1 0 }
    }
    @media (prefers-reduced-motion: no-preference) {
      dialog[open] { animation: come .22s ease-out }
      .slider[open] { animation-name: slide }
      @keyframes come { from { opacity: 0; transform: translateY(16px) } }
      @keyframes slide { from { opacity: 0; margin-inline-end: -48px } }
    }
    @media print { .launch { display: none } }`;

  function make(name, details, ...children) {
    const element = Object.assign(document.createElement(name), details);
    element.append(...children);
    return element;
  }

  function dress(root) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.prepend(make("style", { textContent: CSS })); // before 2023
    }
  }

  // Behind the # no server, log or Referer sees the campaign and the customer.
  function address(quiz, options) {
    const page = new URLSearchParams(location.search);
    const handed = new URLSearchParams();
    for (const name of UTM) {
      const value = options[name] ?? page.get(name);
      if (value) handed.set(name, value);
    }
    if (options.customer) handed.set("customer", options.customer);
    const lang = LANG.test(options.lang) ? `?lang=${options.lang}` : "";
    return `${options.site}/embed/q/${quiz}/${lang}#${handed}`;
  }

  function makeFrame(embed, quiz, options) {
    const frame = make("iframe", { title: options.title ?? WORDS.title, referrerPolicy: "strict-origin" });
    const tab = make("a", { href: `${options.site}/q/${quiz}/`, target: "_blank", rel: "noopener", textContent: WORDS.tab });
    embed.fallback = make("p", { hidden: true }, tab);
    frame.setAttribute("sandbox", SANDBOX);
    frame.allow = navigator.share ? "clipboard-write; web-share" : "clipboard-write";
    if (options.mode === "inline") frame.loading = "lazy";
    frame.addEventListener("load", () => setTimeout(() => check(embed, options.site), PATIENCE), { once: true });
    embed.frame = frame;
    resize(embed, options.height || 640);
    frame.src = address(quiz, options);
  }

  function check({ quiz, heard, seen, fallback }, site) {
    fallback.hidden = heard;
    if (!seen.has("quiz.ready")) warn(`quiz “${quiz}” did not start: its brand does not list ${location.origin}, ` +
      `it is not published and open, or this page blocks frames of ${site}`);
  }

  function resize({ frame }, wanted) {
    const height = Math.min(Math.max(wanted, LOWEST), HIGHEST);
    frame.style.setProperty("box-sizing", "content-box", "important");
    frame.style.setProperty("height", `${height}px`, "important");
    return height;
  }

  function tell(embed, type, detail) {
    embed.element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  function open(quiz, given = {}) {
    const options = { mode: "inline", ...given, site: new URL(given.site ?? home, location).origin };
    const element = make("div", { className: "pittari" });
    const embed = { quiz, element, seen: new Set(), heard: false, undo: [] };
    const root = element.attachShadow({ mode: "open" });
    dress(root);
    embed.handle = { element, open: () => show(embed, options), close: () => embed.dialog?.close(), destroy: () => remove(embed) };
    const wrong = !KEY.test(quiz ?? "") ? `data-quiz=“${quiz}”` : !MODE.test(options.mode) && `data-mode=“${options.mode}”`;
    embeds.add(embed);
    if (wrong) {
      warn(`nothing is shown, because ${wrong} is not valid`);
    } else if (options.mode === "inline") {
      makeFrame(embed, quiz, options);
      root.append(embed.frame, embed.fallback);
      const place = find(options.target);
      place[place.tagName === "SCRIPT" ? "after" : "append"](element);
    } else {
      prepareDialog(embed, root, options);
      document.body.append(element);
      watch(embed, options);
    }
    return embed.handle;
  }

  function find(target) {
    const found = typeof target === "string" ? document.querySelector(target) : target;
    return found && !found.closest("head") ? found : document.body;
  }

  function prepareDialog(embed, root, { mode, title, label, color }) {
    const close = make("button", { type: "button", className: "close", ariaLabel: WORDS.close, textContent: "×" });
    close.addEventListener("click", () => embed.dialog.close());
    embed.dialog = make("dialog", { className: mode, ariaLabel: title ?? WORDS.title }, make("header", {}, close));
    embed.dialog.addEventListener("click", ({ target }) => { if (target === embed.dialog) embed.dialog.close(); });
    embed.dialog.addEventListener("close", () => tell(embed, "quiz.closed", { quiz: embed.quiz }));
    root.append(embed.dialog);
    if (color) embed.element.style.setProperty("--pittari", color);
    if (mode !== "button") return;
    const launch = make("button", { type: "button", className: "launch", textContent: label ?? WORDS.launch });
    launch.addEventListener("click", embed.handle.open);
    root.append(launch);
  }

  // The frame is made when first needed, and kept: who closes it finds the same question again.
  function show(embed, options) {
    if (!embed.dialog || embed.dialog.open) return;
    if (!embed.element.getClientRects().length) return warn(`quiz “${embed.quiz}” is hidden by this page`);
    if (!embed.frame) {
      makeFrame(embed, embed.quiz, options);
      embed.dialog.append(embed.frame, embed.fallback);
    }
    embed.dialog.showModal();
  }

  // A click opens it every time, the others only who has not opened it before.
  function watch(embed, options) {
    const { mode, click, time, scroll, exit = false } = options;
    const first = () => { if (!embed.frame) show(embed, options); };
    const on = (name, listener) => {
      document.addEventListener(name, listener, true);
      embed.undo.push(() => document.removeEventListener(name, listener, true));
    };
    if (click) on("click", (event) => {
      if (!event.target.closest?.(click)) return;
      event.preventDefault();
      show(embed, options);
    });
    const timer = time && setTimeout(first, time * 1000);
    embed.undo.push(() => clearTimeout(timer));
    if (scroll) on("scroll", ({ target }) => {
      const { scrollTop, scrollHeight, clientHeight } = target.scrollingElement ?? target;
      if ((100 * scrollTop) / (scrollHeight - clientHeight) >= scroll) first();
    });
    if (exit !== false) on("mouseout", ({ relatedTarget, clientY }) => { if (!relatedTarget && clientY <= 0) first(); });
    if (mode !== "button" && !click && !time && !scroll && exit === false) first();
  }

  function remove(embed) {
    embeds.delete(embed);
    for (const undo of embed.undo) undo();
    embed.element.remove();
  }

  // Only the quiz's own origin, in a frame known here, is heard.
  addEventListener("message", ({ source, origin, data }) => {
    for (const embed of embeds) {
      if (source && embed.frame?.contentWindow === source && isTrusted(embed, origin)) hear(embed, data);
    }
  });

  function isTrusted({ frame }, origin) {
    const isBoxed = frame.sandbox.length && !frame.sandbox.contains("allow-same-origin");
    return origin === (isBoxed ? "null" : new URL(frame.src).origin);
  }

  function hear(embed, data) {
    if (data?.source !== "pittari" || data.v !== 1 || typeof data.type !== "string" || !TYPES.test(data.type)) return;
    embed.heard = true;
    embed.fallback?.remove();
    if (data.type === "quiz.closed") return embed.dialog?.close();
    if (data.type === "quiz.ready") embed.seen.clear();
    if (ONCE.test(data.type) && embed.seen.has(data.type)) return; // a page shown again says it again
    embed.seen.add(data.type);
    const detail = {};
    for (const [name, type] of Object.entries(DETAILS)) if (typeof data[name] === type) detail[name] = data[name];
    if (data.type === "quiz.resized") {
      if (!Number.isFinite(data.height) || !embed.frame.getClientRects().length) return; // or hidden
      detail.height = resize(embed, data.height);
    } else if (!embed.dialog && STEPS.test(data.type) && embed.frame.getBoundingClientRect().top < 0) {
      embed.frame.scrollIntoView();
    }
    tell(embed, data.type, detail);
  }

  // Put in what the HTML asks for, and let frames that are there already follow their content.
  function scan(root = document) {
    if (!document.body) return;
    for (const place of root.querySelectorAll(`:is([data-quiz], script[src^="${home}/embed"][data-mode]):not([data-pittari])`)) {
      const { quiz, ...options } = place.dataset;
      place.dataset.pittari = "";
      open(quiz, { ...options, target: place, site: place.matches("script[src]") ? place.src : home }); // never data-site
    }
    for (const frame of root.querySelectorAll("iframe[src]")) {
      if (frame.src.startsWith(`${home}/embed/q/`) && ![...embeds].some((each) => each.frame === frame)) {
        embeds.add({ frame, element: frame, seen: new Set(), undo: [] });
      }
    }
  }

  const destroy = (quiz) => embeds.forEach((embed) => { if (embed.handle && (!quiz || embed.quiz === quiz)) remove(embed); });

  window.Pittari = { open, destroy, scan };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => scan());
  scan();
})();
