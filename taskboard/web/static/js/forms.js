// Forms: one send for one press, a warning before unsaved words are left, focus to the list of errors.

const PATIENCE = 15_000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  // aria-disabled keeps the pressed button's name and value in what is sent; `disabled` would drop them.
  for (const button of buttons(form)) button.setAttribute("aria-disabled", "true");
  // An answer that is a file leaves the page standing.
  setTimeout(release, PATIENCE, form);
});

// Back from the cache of the browser, the form may be sent again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

function buttons(form) {
  return form.querySelectorAll("button:not([type=button])");
}

function release(form) {
  delete form.dataset.sending;
  for (const button of buttons(form)) button.removeAttribute("aria-disabled");
}

const guarded = [...document.querySelectorAll("form[data-guard]")];
const written = new Map(guarded.map((form) => [form, words(form)]));

window.addEventListener("beforeunload", (event) => {
  const isLost = guarded.some((form) => !form.dataset.sending && words(form) !== written.get(form));
  if (isLost) event.preventDefault();
});

function words(form) {
  return [...new FormData(form)]
    .filter(([name]) => name !== "csrf_token")
    .map(([name, value]) => `${name}=${value instanceof File ? value.name : value}`)
    .join("\n");
}

document.querySelector("[data-focus]")?.focus();
