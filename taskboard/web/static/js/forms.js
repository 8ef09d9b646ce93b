// Forms: one send for one press, a warning before unsaved words are left, focus to the list of errors.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  // aria-disabled keeps the pressed button's name and value in what is sent; `disabled` would drop them.
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
});

// Back from the cache of the browser, the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) {
    delete form.dataset.sending;
    for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

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
