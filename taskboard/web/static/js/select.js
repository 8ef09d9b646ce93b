// Choosing rows of a list: the box in the head chooses the page, the bar says how many are chosen.

for (const list of document.querySelectorAll(".selectable")) {
  const all = list.querySelector("[data-select-all]");
  const said = list.querySelector("[data-selected]");
  const boxes = [...list.querySelectorAll("tbody input[type=checkbox]")];

  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (said) said.textContent = said.dataset.selected.replace("{n}", chosen);
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };

  list.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    tell();
  });
  list.querySelector("[data-select-none]")?.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    tell();
  });
  tell();
}
