// The review of drafts, made quick: the page is swapped instead of reloaded, the words and their drafts light each other,
// one key does what a button does, and a stretch of text dragged over becomes a draft. Without this file every link and
// button still works. Elements are looked up afresh each time: a swap replaces them.

import * as autosave from "./autosave.js";

const KEYS_OFF = "taskboard.review.keys-off";
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const review = () => one("[data-review]");

// ------------------------------------------------------------------------------------------------- swapping the page

let isBusy = false;
let isLeaving = false;

async function swap(url, options = {}) {
  if (isBusy) return;
  isBusy = true;
  review().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { credentials: "same-origin", ...options });
    show(await answer.text(), answer.url, url, options.method === "POST");
  } catch {
    autosave.say("offline"); // the page stays, and with it what was typed
  } finally {
    isBusy = false;
    review()?.removeAttribute("aria-busy");
  }
}

function show(html, landed, asked, isPost) {
  const next = new DOMParser().parseFromString(html, "text/html");
  if (!one("[data-review]", next)) {
    isLeaving = true;
    window.location.assign(isPost && landed === asked ? review().dataset.base : landed);
    return;
  }
  if (isPost && landed !== asked && asked === order()?.action) autosave.forget(); // taken: the answer leads on
  const scrolled = Object.fromEntries(all("[data-scroll]").map((pane) => [pane.dataset.scroll, pane.scrollTop]));
  one("main").replaceChildren(...one("main", next).childNodes);
  document.title = next.title;
  if (!isPost || landed !== asked) history.pushState(null, "", landed.includes("#") ? landed : landed + hash());
  for (const pane of all("[data-scroll]")) pane.scrollTop = scrolled[pane.dataset.scroll] ?? 0;
  arrive();
}

const hash = () => (active() ? `#draft-${active()}` : "");
const active = () => one("[data-active]")?.dataset.active;

// The open draft and its words come into view; the heading takes the focus, so that a screen reader starts there.
function arrive() {
  autosave.watch(order());
  const target = one("[role=alert]", review()) ?? one("[data-active]") ?? one("#finish");
  target?.scrollIntoView({ block: isWide() ? "nearest" : "start" });
  (one("[data-focus]", review()) ?? one("#draft-title") ?? target)?.focus({ preventScroll: true });
  const words = active() && one(`[data-mark="${active()}"]`);
  if (words && isWide()) words.scrollIntoView({ block: isInside(words) ? "nearest" : "center" });
}

const isWide = () => window.matchMedia("(min-width: 1100px)").matches;

function isInside(element) {
  const pane = element.closest("[data-scroll]").getBoundingClientRect();
  const box = element.getBoundingClientRect();
  return box.top > pane.top + 40 && box.bottom < pane.bottom - 40;
}

// ------------------------------------------------------------------------------------- links, buttons, what was typed

const order = () => one("form[data-order]");

// To another draft; what was typed in this one is saved on the way.
async function open(id) {
  if (!id) return;
  await autosave.settle();
  if (autosave.isDirty()) await send(order(), { save: "1", then: id });
  else await swap(`${review().dataset.base}?draft=${id}`);
}

// What is typed in the open draft is saved before another form of it is sent; that form then carries the new stamp.
async function send(form, extra = {}) {
  await (form === order() ? autosave.settle() : autosave.flush());
  if (!form.isConnected) return;
  const body = new FormData(form);
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  await swap(form.action, { method: "POST", body: new URLSearchParams(body) });
}

// A colleague was first: saving in the open shows both versions beside each other.
document.addEventListener("autosave:stale", (event) => send(event.target, { save: "1" }));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!review()?.contains(form) || form.method !== "post" || "plain" in form.dataset) return;
  event.preventDefault();
  const button = event.submitter;
  send(form, button?.name ? { [button.name]: button.value } : {});
}, true);

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest?.(".versus a[href*='draft=']")) autosave.forget(); // their version is kept, on purpose
  const link = event.target.closest?.("a.draft-title, mark sup a");
  const id = link ? idOf(link) : idOfWords(event.target);
  if (!id || !review()?.contains(event.target)) return;
  event.preventDefault();
  if (id !== active()) open(id);
});

function idOf(link) {
  return (link.closest("[data-row]")?.dataset.row ?? link.closest("[data-mark]")?.dataset.mark) || null;
}

// A press on marked words opens their draft, unless a stretch is being dragged over.
function idOfWords(target) {
  const mark = target.closest?.("[data-mark]");
  return mark && window.getSelection().isCollapsed ? mark.dataset.mark : null;
}

window.addEventListener("popstate", () => review() && swapBack());

async function swapBack() {
  const answer = await fetch(window.location.href, { credentials: "same-origin" });
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!one("[data-review]", next)) return window.location.reload();
  one("main").replaceChildren(...one("main", next).childNodes);
  return arrive();
}

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && autosave.isDirty()) event.preventDefault();
});

// ------------------------------------------------------------------------------------------ words and drafts together

function light(event) {
  const near = event.target.closest?.("[data-mark], [data-row]");
  const id = near && (near.dataset.mark ?? near.dataset.row);
  for (const lit of all(".is-lit")) lit.classList.remove("is-lit");
  if (id) for (const twin of all(`[data-mark="${id}"], [data-row="${id}"]`)) twin.classList.add("is-lit");
}

document.addEventListener("mouseover", light);
document.addEventListener("focusin", light);

// ------------------------------------------------------------------------------------------- a stretch of the text

// Where a point of the document lies in the text, in UTF-16 units; null outside. Numbers of marks are no part of it.
function offsetOf(node, offset) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const line = element?.closest("[data-at]");
  if (!line || !line.closest("[data-text]")) return null;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(node, offset);
  const part = before.cloneContents();
  for (const number of part.querySelectorAll("sup")) number.remove();
  return Number(line.dataset.at) + part.textContent.length;
}

document.addEventListener("selectionchange", () => {
  const form = one("form[data-selection]");
  if (!form) return;
  const range = window.getSelection().rangeCount ? window.getSelection().getRangeAt(0) : null;
  const start = range && offsetOf(range.startContainer, range.startOffset);
  const end = range && offsetOf(range.endContainer, range.endOffset);
  const isStretch = start !== null && end !== null && end > start;
  form.hidden = !isStretch;
  if (!isStretch) return;
  form.elements.start16.value = start;
  form.elements.end16.value = end;
  const words = range.toString().replace(/\s+/g, " ").trim();
  one("[data-selected]", form).textContent = words.length > 80 ? `${words.slice(0, 80)}…` : words;
});

function splitAtCursor() {
  const details = one("[data-split]");
  if (!details) return;
  const { anchorNode, anchorOffset } = window.getSelection();
  const mark = (anchorNode?.parentElement ?? anchorNode)?.closest?.("[data-mark]");
  const at = mark?.dataset.mark === active() ? offsetOf(anchorNode, anchorOffset) : null;
  if (at === null) {
    details.open = true;
    one(".cut", details)?.focus();
    return;
  }
  const form = one("form", details);
  send(form, { split16: at });
}

// ----------------------------------------------------------------------------------------------------------- the keys

const areKeysOn = () => one("[data-keys-switch]")?.checked === true;

function beside(step) {
  const rows = all("[data-row], [data-active]", one(".drafts"));
  const here = rows.findIndex((row) => "active" in row.dataset);
  const next = rows[here + step];
  return next?.dataset.row;
}

function reach(selector) {
  const field = one(selector, review());
  const fold = field?.closest("details:not([open])");
  if (fold) fold.open = true;
  field?.focus();
  field?.select?.();
}

const press = (selector) => one(selector, review())?.click();

const KEYS = {
  j: () => open(beside(1)),
  k: () => open(beside(-1)),
  enter: () => order()?.offsetParent && press("form[data-order] .accept-acts [name=accept]"),
  l: () => reach("#add_lead"),
  h: () => reach(one("[name=due]:checked")?.value === "dated" || !one("[name=due]:checked") ? "#due_on" : "[name=due]:checked"),
  s: splitAtCursor,
  m: () => press("[data-key=m]"),
  x: () => reach("#drop_reason"),
  g: () => press("[data-key=g]"),
  "?": () => one("[data-keys-sheet]").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (!review() || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
  if (event.key === "Escape" && isTyping(event.target) && review().contains(event.target)) {
    one("#draft-title")?.focus();
    return;
  }
  if (event.key === "Enter" && event.target.name === "title" && !event.shiftKey && !event.isComposing) {
    event.preventDefault(); // a title is one line: Enter accepts, as in any other box
    KEYS.enter();
    return;
  }
  if (!areKeysOn() || isTyping(event.target)) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary, label")) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

function isTyping(element) {
  return element.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== "radio");
}

const keys = one("[data-keys]");
if (keys) {
  const box = one("[data-keys-switch]", keys);
  keys.hidden = false;
  box.checked = remembered() !== "yes";
  const tell = () => keys.classList.toggle("is-off", !box.checked);
  box.addEventListener("change", () => {
    remember(box.checked ? "no" : "yes");
    tell();
  });
  tell();
}

// A browser may refuse storage: then the switch holds for this page only.
function remembered() {
  try {
    return localStorage.getItem(KEYS_OFF);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(KEYS_OFF, value);
  } catch {
    // nothing to do
  }
}

// Words that a lost connection or an ended session left unsaved lead back to their draft.
function unsavedDraft() {
  const person = order()?.dataset.person;
  const paths = person ? autosave.waiting(person) : [];
  const start = `${review().dataset.base}/drafts/`;
  const ids = paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  return ids.find((id) => one(`[data-row="${id}"]`));
}

if (review()) {
  arrive();
  const left = new URLSearchParams(window.location.search).has("draft") ? null : unsavedDraft();
  if (left) open(left);
}
