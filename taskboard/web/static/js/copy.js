// Shows the copy button where the browser can copy; without it the words are selected by one press (user-select: all).

for (const box of document.querySelectorAll("[data-copy]")) {
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.querySelector("code").textContent.trim());
    status.textContent = status.dataset.done;
    button.lastElementChild.textContent = status.dataset.done;
  });
}
