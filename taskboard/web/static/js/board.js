// Cards of the board are dragged, or carried by keys, to the columns their moves lead to. A drop presses the button or
// follows the link that stands on the card for that move: nothing is possible here that is not possible without a script.

const board = document.querySelector("[data-board]");
const said = document.querySelector("[data-board-said]");
const columns = board ? [...board.querySelectorAll("[data-state]")] : [];
let carried = null;
let over = null;

const targets = (card) => card.dataset.moves.split(" ").filter(Boolean);
const open = () => columns.filter((column) => column.classList.contains("is-open"));
const say = (name, facts) => {
  said.textContent = Object.entries(facts).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value), said.dataset[name]);
};

function take(card) {
  carried = card;
  board.classList.add("is-carrying");
  card.classList.add("is-taken");
  const legal = targets(card);
  const home = card.closest("[data-state]");
  for (const column of columns) {
    const isOpen = legal.includes(column.dataset.state);
    column.classList.toggle("is-open", isOpen);
    column.classList.toggle("is-shut", !isOpen && column !== home);
    column.querySelector(".kanban-shut").hidden = isOpen || column === home;
  }
  say("taken", { code: card.dataset.code, columns: open().map((column) => column.dataset.name).join(", ") });
}

function hover(column) {
  over?.classList.remove("is-over");
  over = column;
  over?.classList.add("is-over");
  over?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function putBack() {
  if (!carried) return;
  const card = carried;
  carried = null;
  hover(null);
  board.classList.remove("is-carrying");
  card.classList.remove("is-taken");
  card.querySelector("[data-grip]")?.setAttribute("aria-pressed", "false");
  for (const column of columns) {
    column.classList.remove("is-open", "is-shut");
    column.querySelector(".kanban-shut").hidden = true;
  }
  say("back", { code: card.dataset.code });
}

function drop(column) {
  const card = carried;
  putBack();
  if (!card || !column || !targets(card).includes(column.dataset.state)) return;
  const act = card.querySelector(`[data-to="${column.dataset.state}"]`);
  if (act instanceof HTMLAnchorElement) window.location.assign(act.href);
  else act.form.requestSubmit(act);
}

function walk(step) {
  const legal = open();
  if (!legal.length) return;
  const at = legal.indexOf(over);
  const first = step > 0 ? 0 : legal.length - 1;
  hover(at < 0 ? legal[first] : legal[(at + step + legal.length) % legal.length]);
  say("over", { column: over.dataset.name });
}

function onKey(event, card) {
  if (carried !== card) return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) walk(step);
  else if (event.key === "Escape") putBack();
  else if ((event.key === "Enter" || event.key === " ") && over) drop(over);
  else return;
  event.preventDefault();
}

for (const card of board?.querySelectorAll("[data-card]") ?? []) {
  if (!targets(card).length) continue;
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.code);
    take(card);
  });
  card.addEventListener("dragend", putBack);
  const grip = card.querySelector("[data-grip]");
  grip.hidden = false;
  grip.addEventListener("click", () => {
    if (carried === card) return putBack();
    putBack();
    take(card);
    grip.setAttribute("aria-pressed", "true");
  });
  grip.addEventListener("keydown", (event) => onKey(event, card));
  grip.addEventListener("blur", () => { if (carried === card && grip.getAttribute("aria-pressed") === "true") putBack(); });
}

for (const column of columns) {
  column.addEventListener("dragover", (event) => {
    if (!carried || !column.classList.contains("is-open")) return;
    event.preventDefault();
    if (over !== column) hover(column);
  });
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    drop(column);
  });
}

for (const part of document.querySelectorAll("main > p [data-scripted]")) part.hidden = false;
