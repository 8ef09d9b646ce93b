// Choosing rows of a list: one box chooses the page, another all that the list holds; the bar says how many are chosen.

for (const list of document.querySelectorAll(".selectable")) {
  const all = list.querySelector("[data-select-all]");
  const whole = list.querySelector("input[name=whole]");
  const said = list.querySelector("[data-selected]");
  const boxes = [...list.querySelectorAll("tbody input[type=checkbox]")];
  for (const part of list.querySelectorAll("[data-scripted]")) part.hidden = false;

  const count = () => (whole?.checked ? whole.dataset.total : boxes.filter((box) => box.checked).length);

  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (said) said.textContent = said.dataset.selected.replace("{n}", count());
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };

  list.addEventListener("change", (event) => {
    if (event.target === all || event.target === whole) {
      for (const box of boxes) box.checked = event.target.checked;
    }
    if (whole && event.target !== whole) whole.checked = false;
    tell();
  });
  list.querySelector("[data-select-none]")?.addEventListener("click", () => {
    for (const box of [...boxes, ...(whole ? [whole] : [])]) box.checked = false;
    tell();
  });
  tell();
}
