// The odds move while weights are typed. Without this the button under them does the same, as a page of its own.
const WAIT = 250;
const PATIENCE = 60_000;
const CELL = "input[data-weight]";
const panel = document.querySelector("[data-odds]");
const button = panel.querySelector("button[form]");
const form = button.form;
const said = panel.querySelector(".said");
const shown = panel.querySelector(".shown");

let newest = 0;
let timer = 0;
let isAsking = false;

async function ask() {
  const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const answer = await fetch(panel.dataset.odds, {
    method: "POST",
    body: new URLSearchParams(texts),
    headers: { "X-Requested-With": "XMLHttpRequest" },
    signal: AbortSignal.timeout(PATIENCE),
  });
  // Whoever was logged out meanwhile is led to another page.
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function show(answer) {
  const open = [...shown.querySelectorAll("li:has(details[open])")].map((row) => row.dataset.type);
  said.replaceChildren(...answer.querySelector(".said").childNodes);
  shown.replaceChildren(...answer.querySelector(".shown").childNodes);
  for (const row of shown.querySelectorAll("[data-type]")) {
    if (open.includes(row.dataset.type)) row.querySelector("details")?.setAttribute("open", "");
  }
  const wrong = [...shown.querySelectorAll("[data-cell]")].map((row) => row.dataset.cell);
  for (const cell of form.querySelectorAll(CELL)) cell.ariaInvalid = String(wrong.includes(cell.name));
}

// One request at a time. An answer that is out of date when it comes is dropped, and the question asked anew.
async function refresh() {
  if (isAsking) return;
  isAsking = true;
  panel.ariaBusy = "true";
  let asked, answer;
  do {
    asked = newest;
    answer = await ask().catch(() => null);
  } while (asked !== newest);
  if (answer) show(answer);
  else said.textContent = said.dataset.failed;
  panel.ariaBusy = "false";
  isAsking = false;
}

form.addEventListener("input", (event) => {
  if (!event.target.matches(CELL)) return;
  newest += 1;
  clearTimeout(timer);
  timer = setTimeout(refresh, WAIT);
});
form.addEventListener("keydown", (event) => {
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!step || event.isComposing || !event.target.matches(CELL)) return;
  event.preventDefault();
  event.target.value = (Number(event.target.value.normalize("NFKC")) || 0) + step;
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});
button.addEventListener("click", (event) => {
  event.preventDefault();
  newest += 1;
  refresh();
});
