// Buttons that move a row up or down. Without them the numbers in the position fields do the same.
const ROW = ".inline-related:not(.tabular), tr.form-row";

function fieldOf(row) {
  return row.querySelector("input[name$='-position']");
}

function rowsOf(group) {
  return [...group.querySelectorAll(ROW)].filter((row) => fieldOf(row) && !row.classList.contains("empty-form"));
}

function number(group) {
  rowsOf(group).forEach((row, place) => {
    fieldOf(row).value = place;
  });
}

function move(row, step) {
  const group = row.closest(".inline-group");
  const rows = rowsOf(group);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  number(group);
  fieldOf(row).dispatchEvent(new Event("input", { bubbles: true }));
}

function addButtons(row) {
  const field = fieldOf(row);
  if (!field || row.querySelector(".moves")) return;
  const moves = document.createElement("span");
  moves.className = "moves";
  for (const [text, step] of [["↑", -1], ["↓", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.dataset.step = step;
    moves.append(button);
  }
  field.after(moves);
}

document.querySelectorAll(ROW).forEach(addButtons);
document.addEventListener("click", (event) => {
  const button = event.target.closest(".moves button");
  if (!button) return;
  move(button.closest(ROW), Number(button.dataset.step));
  button.focus();
});
