// The search box offers what it finds while somebody types. Without this, Enter opens the page of all that was found.
// A combobox with a list: arrows choose, Enter opens, Escape closes; what was typed stays.

const PAUSE = 160;
const box = document.querySelector("[data-find][data-offers]");
if (box) enhance(box);

function enhance(input) {
  const list = document.createElement("div");
  list.className = "offers";
  list.id = "find-offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.offersLabel);
  input.form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }

  let timer;
  let asking;
  let chosen = -1;
  const offers = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    choose(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function choose(place) {
    chosen = place;
    offers().forEach((offer, at) => offer.setAttribute("aria-selected", String(at === place)));
    const offer = offers()[place];
    if (offer) {
      input.setAttribute("aria-activedescendant", offer.id);
      offer.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  async function ask() {
    const words = input.value.trim();
    asking?.abort();
    if (words.length < 2) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.offers}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
      // A session that ended answers with the sign-in page.
      if (!answer.ok || answer.redirected) return close();
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...found.body.children);
    } catch {
      return; // asked again meanwhile, or the line is down: Enter still works
    }
    const isOpen = offers().length > 0 && document.activeElement === input;
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    choose(-1);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const last = offers().length - 1;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) offers()[chosen].click();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  // A press on an offer must not take the focus away before it is a press.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
}
