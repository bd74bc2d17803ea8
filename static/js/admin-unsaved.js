// Ask before a page with unsaved edits is left: nobody should lose an afternoon of wording to a wrong click.
const form = document.querySelector("#content-main form");
let edited = false;

form.addEventListener("input", () => {
  edited = true;
});
form.addEventListener("submit", () => {
  edited = false;
});
addEventListener("beforeunload", (event) => {
  if (edited) event.preventDefault();
});
