// Inside a frame: tell the page around it how tall this page is and how far the person has come.
// Nothing is listened to. docs/embedding.md has the messages.
"use strict";

(() => {
  if (parent === self) return;
  const root = document.documentElement;
  const { quiz, host } = document.body.dataset;
  // Only listed sites can frame this page at all, so the origin that the browser names is one of them.
  const above = location.ancestorOrigins?.[0] ?? "";
  const target = host || (above.startsWith("http") ? above : "");
  const HIDDEN = /^(utm_(source|medium|campaign|content|term)|customer)$/;
  const PATIENCE = 300;
  let height = 0;
  let shown, timer;

  function tell(type, details = {}) {
    if (target) parent.postMessage({ source: "pittari", v: 1, type, quiz, ...details }, target);
  }

  // The height of what is on the page, never of the window: a taller frame does not make the page taller.
  function measure() {
    const now = Math.ceil(root.getBoundingClientRect().height);
    if (now === height) return;
    height = now;
    if (!now) return; // hidden: it tells its height when it is shown again
    tell("quiz.resized", { height });
    clearTimeout(timer);
    timer = setTimeout(fit, PATIENCE);
  }

  // Once the frame fits, its scroll bar must not come and go while it follows the page.
  function fit() {
    root.classList.toggle("fitted", innerHeight >= height);
  }
  addEventListener("resize", () => { if (innerHeight >= height) fit(); });

  function announce() {
    const main = document.getElementById("main");
    if (main === shown) return;
    shown = main;
    passOn();
    for (const { type, ...details } of JSON.parse(main.dataset.tell ?? "[]")) tell(type, details);
  }

  // What the host page hands over stands behind the #, where no server and no log sees it. It goes along inside the
  // frame, so that whoever starts again or changes the language brings it again.
  let handed = location.hash.includes("=") ? location.hash : "";

  function fillStart() {
    const form = document.querySelector("form[data-start]");
    if (!form) return;
    const values = [...new URLSearchParams(handed.slice(1))].filter(([name]) => HIDDEN.test(name));
    for (const [name, value] of [...values, ["origin", target]]) {
      form.querySelector(`input[name=${name}]`)?.remove();
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    handed = `#${new URLSearchParams([...new FormData(form)].filter(([name]) => HIDDEN.test(name)))}`;
  }

  function passOn() {
    for (const link of document.links) {
      if (link.pathname.startsWith(`/embed/q/${quiz}/`) && !link.hash) link.hash = handed;
    }
    for (const form of document.forms) if (!form.action.includes("#")) form.action += handed;
  }

  document.addEventListener("click", ({ target: clicked }) => {
    if (clicked.closest("#products a, #offer a, #offer button")) tell("quiz.offer_clicked");
  });
  document.addEventListener("keydown", ({ key, isComposing }) => {
    if (key === "Escape" && !isComposing) tell("quiz.closed");
  });
  document.addEventListener("htmx:afterSwap", announce);
  document.addEventListener("htmx:historyRestore", announce);
  fillStart();
  announce();
  new ResizeObserver(measure).observe(root);
})();
