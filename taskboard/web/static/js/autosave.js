// Saves the open draft while it is typed in, a moment after the last key and when a field is left, and says so. What could
// not be saved (no connection, a session that ended, a colleague who was first) stays in the form and, until it is saved, in
// this tab's own storage under the person and the draft. Without this file the buttons save as they do.

const PAUSE = 1_200;
const RETRY = 10_000;
const PREFIX = "taskboard.review.";

let form = null;
let saved = "";
let timer = 0;
let running = null;

// What the form says, without what it carries along: the token and the stamp change while the words stay.
function words(of) {
  const said = new URLSearchParams(new FormData(of));
  for (const name of ["csrf_token", "stamp"]) said.delete(name);
  return said.toString();
}

export const isDirty = () => form !== null && words(form) !== saved;

// Follow this form from now on; null when no draft is open. Unsaved words of an earlier time are put back.
export function watch(next) {
  clearTimeout(timer);
  form = next;
  if (!form) return;
  saved = words(form);
  if (isHeld()) say("heldBack");
  else restore();
  form.addEventListener("input", () => {
    keep();
    later(PAUSE);
  });
  form.addEventListener("focusout", () => later(150));
}

// Before another form of the page is sent: what is being saved is awaited, so that the stamp it sends is the newest.
export async function settle() {
  clearTimeout(timer);
  await running;
}

// The same, and what is not saved yet is saved first.
export async function flush() {
  await settle();
  await save();
}

// The words are safe, or were given up on purpose.
export function forget() {
  clearTimeout(timer);
  if (form) store((box) => box.removeItem(key()));
}

// Drafts of this page with words of this person that were never saved: what their forms would be sent to.
export function waiting(person) {
  const start = `${PREFIX}${person}.`;
  return store((box) => Object.keys(box).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length))) ?? [];
}

export const say = (name) => tell(line()?.dataset[name] ?? "", name);

function later(pause) {
  clearTimeout(timer);
  if (!isHeld()) timer = setTimeout(save, pause);
}

const isHeld = () => "held" in form.dataset;
const line = () => form?.querySelector("[data-save-line]");

async function save() {
  clearTimeout(timer);
  if (running || !isDirty() || isHeld()) return running;
  running = send(form).finally(() => {
    running = null;
  });
  return running;
}

async function send(sent) {
  const said = words(sent);
  const body = new URLSearchParams(new FormData(sent));
  body.set("autosave", "1");
  let answer;
  try {
    answer = await fetch(sent.action, { method: "POST", body, redirect: "manual", credentials: "same-origin", keepalive: true });
  } catch {
    return unsaved(sent, "offline", RETRY);
  }
  if (answer.type === "opaqueredirect") return unsaved(sent, "signedOut", 0);
  const result = await answer.json().catch(() => null);
  if (sent !== form) return undefined;
  if (!result) return unsaved(sent, "failed", answer.status >= 500 ? RETRY : 0);
  return result.saved ? took(sent, said, result) : refused(sent, result);
}

function unsaved(sent, name, retry) {
  if (sent !== form) return;
  keep();
  say(name);
  if (retry) later(retry);
}

function took(sent, said, result) {
  saved = said;
  for (const stamp of document.querySelectorAll("input[name=stamp]")) stamp.value = result.stamp;
  if (words(sent) === said) forget();
  else later(PAUSE);
  tell(result.said, "saved");
}

function refused(sent, result) {
  keep();
  tell(result.said, "refused");
  if (result.stale) sent.dispatchEvent(new CustomEvent("autosave:stale", { bubbles: true }));
}

function tell(text, name) {
  const place = line();
  if (!place) return;
  place.classList.toggle("is-unsaved", name !== "saved" && name !== "restored");
  place.replaceChildren(text);
  if (name === "signedOut") {
    const link = document.createElement("a");
    link.href = form.dataset.signIn;
    link.textContent = place.dataset.link;
    place.append(" ", link);
  }
}

// ----------------------------------------------------------------------------------------------------- this tab's storage

const key = () => `${PREFIX}${form.dataset.person}.${new URL(form.action).pathname}`;

// While both versions are shown, the stamp of the form that was refused stays: a reload must ask again, never overwrite.
function keep() {
  const stamp = isHeld() ? (kept()?.stamp ?? "") : form.elements.stamp.value;
  store((box) => box.setItem(key(), JSON.stringify({ stamp, words: words(form) })));
}

const kept = () => JSON.parse(store((box) => box.getItem(key())) ?? "null");

function restore() {
  const found = kept();
  if (!found) return;
  if (found.words === saved) {
    forget();
    return;
  }
  const values = new URLSearchParams(found.words);
  for (const field of form.elements) put(field, values);
  form.elements.stamp.value = found.stamp;
  say("restored");
  later(PAUSE);
}

function put(field, values) {
  if (!field.name || /^(hidden|submit|button|fieldset)$/.test(field.type)) return;
  const given = values.getAll(field.name);
  if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
  else field.value = given[0] ?? "";
}

// A browser may refuse storage: then nothing is kept, and nothing breaks.
function store(use) {
  try {
    return use(window.sessionStorage);
  } catch {
    return null;
  }
}

window.addEventListener("online", () => form && later(0));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && form) save();
});
