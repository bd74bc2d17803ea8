// A copy button beside every text that is there to be pasted elsewhere.
for (const text of document.querySelectorAll("textarea[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = text.dataset.copy;
  button.addEventListener("click", async () => {
    text.select();
    await navigator.clipboard?.writeText(text.value);
    button.textContent = text.dataset.copied;
  });
  text.after(button);
}
