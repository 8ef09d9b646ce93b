// Keys of the briefing mode. Every one of them follows a link or opens a part that the page has without scripts.

let typed = "";

function follow(rel) {
  document.querySelector(`.screen-nav a[rel="${rel}"]`)?.click();
}

function isWriting(target) {
  return target instanceof HTMLElement && target.closest("input, textarea, select, details[open]") !== null;
}

function jump() {
  const first = document.querySelector('.screen-nav a[rel="first"]');
  if (first && typed !== "") {
    const there = new URL(first.href);
    there.searchParams.set("page", typed);
    window.location.assign(there);
  }
  typed = "";
}

function openNote(event) {
  const note = document.getElementById("note");
  if (!note) return;
  event.preventDefault();
  note.open = true;
  note.querySelector("textarea")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    const note = document.getElementById("note");
    if (note?.open) {
      note.open = false;
      note.querySelector("summary")?.focus();
    } else {
      follow("up");
    }
    return;
  }
  if (isWriting(event.target)) return;
  if (/^[0-9]$/.test(event.key)) {
    typed += event.key;
    return;
  }
  const keys = {
    ArrowRight: () => follow("next"),
    PageDown: () => follow("next"),
    ArrowLeft: () => follow("prev"),
    PageUp: () => follow("prev"),
    Home: () => follow("first"),
    Enter: jump,
    n: () => openNote(event),
  };
  keys[event.key]?.();
});
