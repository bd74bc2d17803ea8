// Make taking a quiz smooth. Every page works without this file.
"use strict";

(() => {
  const JUST_NOW = 800;
  const chosen = new Map(); // what was chosen on each question, in this page's memory only
  let pointed = -Infinity;

  const inputs = (form) => [...form.querySelectorAll("input[name=choice]")];

  // A tap answers and moves on. Arrow keys also change a radio button, and must not.
  document.addEventListener("pointerdown", () => { pointed = performance.now(); }, true);
  document.addEventListener("keydown", () => { pointed = -Infinity; }, true);

  document.addEventListener("change", ({ target }) => {
    const form = target.form;
    if (!form || target.name !== "choice") return;
    if (target.type === "checkbox") return keepExclusive(form, target);
    if ("advance" in form.dataset && performance.now() - pointed < JUST_NOW) form.requestSubmit();
  });

  function keepExclusive(form, ticked) {
    if (!ticked.checked) return;
    for (const other of inputs(form)) {
      if (other !== ticked && ("exclusive" in ticked.dataset || "exclusive" in other.dataset)) other.checked = false;
    }
  }

  // A second press while the first is under way does nothing; the submit key makes a late one harmless anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.step) chosen.set(form.dataset.step, inputs(form).filter((each) => each.checked).map((each) => each.value));
    if (form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  function settle(root) {
    for (const button of root.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
    const form = root.querySelector("form[data-step]");
    const before = form && chosen.get(form.dataset.step);
    if (before) for (const each of inputs(form)) each.checked = before.includes(each.value);
  }

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });

  // The new question takes the focus, so that it is read aloud.
  document.addEventListener("htmx:afterSwap", () => {
    settle(document);
    document.getElementById("asked")?.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:historyRestore", () => settle(document));
  settle(document);
})();
