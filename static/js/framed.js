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
    for (const { type, ...details } of JSON.parse(main.dataset.tell ?? "[]")) tell(type, details);
  }

  // What the host page hands over stands behind the #, where no server and no log sees it.
  function fillStart() {
    const form = document.querySelector("form[data-start]");
    if (!form) return;
    const handed = [...new URLSearchParams(location.hash.slice(1))].filter(([name]) => HIDDEN.test(name));
    for (const [name, value] of [...handed, ["origin", target]]) {
      form.querySelector(`input[name=${name}]`)?.remove();
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    for (const link of document.querySelectorAll('a[href^="?"]')) link.hash = location.hash;
  }

  document.addEventListener("click", ({ target: clicked }) => {
    if (clicked.closest("#products a, #offer a, #offer button")) tell("quiz.offer_clicked");
  });
  document.addEventListener("keydown", ({ key, isComposing }) => {
    if (key === "Escape" && !isComposing) tell("quiz.closed");
  });
  document.addEventListener("htmx:afterSwap", announce);
  document.addEventListener("htmx:historyRestore", announce);
  addEventListener("hashchange", fillStart);
  fillStart();
  announce();
  new ResizeObserver(measure).observe(root);
})();
