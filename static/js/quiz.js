// Make taking a quiz smooth. Every page works without this file. It runs before htmx does.
"use strict";

(() => {
  // htmx would note each address in the browser's storage, and addresses hold a handle. These pages store nothing.
  Object.defineProperty(self, "sessionStorage", { value: undefined });

  const JUST_NOW = 800;
  const RESULT = new RegExp(`^${location.origin}/(embed/)?q/[^/]+/r/`); // told to our own pages only
  const chosen = new Map(); // what was chosen on each question, in this page's memory only
  let pointed = -Infinity;
  let moves = true; // whether a tap moves on; the person may switch it off

  // A frame without an origin (sandboxed by a CMS) may not fetch, so its forms stay plain.
  const plain = self.origin === "null";
  if (plain) document.body.setAttribute("hx-disable", "");

  const inputs = (form) => [...form.querySelectorAll("input[name=choice]")];
  const all = (selector, root = document) => root.querySelectorAll(selector);

  // A tap answers and moves on. Arrow keys also change a radio button, and must not.
  document.addEventListener("pointerdown", () => { pointed = performance.now(); }, true);
  document.addEventListener("keydown", () => { pointed = -Infinity; }, true);

  document.addEventListener("change", ({ target }) => {
    if ("moves" in target.dataset) moves = target.checked;
    const form = target.form;
    if (!form || target.name !== "choice") return;
    if (target.type === "checkbox") return count(form, target);
    if ("advance" in form.dataset && moves && performance.now() - pointed < JUST_NOW) form.requestSubmit();
  });

  // Several choices: an exclusive one stands alone, and the page says how many are chosen.
  function count(form, ticked) {
    if (ticked?.checked) {
      for (const other of inputs(form)) {
        if (other !== ticked && ("exclusive" in ticked.dataset || "exclusive" in other.dataset)) other.checked = false;
      }
    }
    const told = form.querySelector("[data-chosen]");
    const number = inputs(form).filter((each) => each.checked).length;
    if (told) told.textContent = told.dataset.chosen.replace("0", number);
    told?.classList.toggle("over", number > told.dataset.max);
  }

  // Enter that ends a Japanese conversion is not the Enter that sends.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
  }, true);

  // A second press while the first is under way does nothing; the submit key makes a late one harmless anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.step) chosen.set(form.dataset.step, inputs(form).filter((each) => each.checked).map((each) => each.value));
    if (form.hasAttribute("hx-post") && !plain) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // No connection: say so, keep what was chosen, and send again as soon as there is one.
  const offline = () => document.getElementById("offline");
  let waiting = null;
  for (const fault of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(fault, ({ detail }) => {
      waiting = detail.elt;
      offline().hidden = false;
    });
  }
  function again() {
    if (!waiting?.isConnected) return;
    offline().hidden = true;
    const element = waiting;
    waiting = null;
    element.matches("form") ? element.requestSubmit() : element.click();
  }
  window.addEventListener("online", again);
  document.addEventListener("htmx:beforeSwap", () => { offline().hidden = true; });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => detail.elt.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", ({ detail }) => detail.elt.removeAttribute("aria-busy"));

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy],[data-share],[data-print],[data-back],[data-again]");
    if (!button) return;
    const { copy, share, title, copied } = button.dataset;
    if (copy) {
      await navigator.clipboard.writeText(copy);
      button.textContent = copied;
    } else if (share) {
      await navigator.share({ url: share, title }).catch(() => {});
    } else if ("print" in button.dataset) {
      window.print();
    } else if ("back" in button.dataset) {
      history.length > 1 ? history.back() : location.assign(document.referrer);
    } else {
      again();
    }
  });

  // Another language of the page keeps the campaign that stands in its address.
  function keepQuery(link) {
    const query = new URLSearchParams(location.search);
    query.set("lang", new URLSearchParams(link.search).get("lang"));
    link.search = query;
  }

  function settle() {
    for (const button of all("[data-copy]")) button.hidden = !navigator.clipboard;
    for (const button of all("[data-share]")) button.hidden = !navigator.share;
    for (const button of all("[data-print],[data-auto]")) button.hidden = false;
    for (const button of all("[data-back]")) button.hidden = !RESULT.test(document.referrer);
    for (const box of all("[data-moves]")) box.checked = moves;
    for (const link of all('a[href^="?lang="]')) keepQuery(link);
    const form = document.querySelector("form[data-step]");
    const before = form && chosen.get(form.dataset.step);
    if (before) for (const each of inputs(form)) each.checked = before.includes(each.value);
    if (form) count(form);
  }

  // Two steps so quick that the first transition is cut short: that is no fault.
  window.addEventListener("unhandledrejection", (event) => {
    if (event.reason?.name === "AbortError") event.preventDefault();
  });

  // What is new takes the focus, so that it is read aloud: the question, or in a part of a page what there is to know.
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    settle();
    const part = detail.target?.id !== "main" && document.getElementById(detail.target?.id);
    if (!part) return document.getElementById("asked")?.focus({ preventScroll: true });
    const news = part.querySelector("[role=status]") ?? part.querySelector("[aria-invalid=true]") ?? part;
    news.focus({ preventScroll: true });
    news.scrollIntoView({ block: "center" });
  });
  document.addEventListener("htmx:historyRestore", settle);
  // A page that is gone (a question after the result) is loaded whole, so that it says why.
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  settle();
})();
