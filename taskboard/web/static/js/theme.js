// The theme switch works by a post; here it changes at once and the choice is saved behind it.
// "auto" needs no script: tokens.css follows the system.

for (const form of document.querySelectorAll("[data-theme-switch]")) {
  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (!pressed) return;
    event.preventDefault();
    const before = document.documentElement.dataset.bsTheme;
    const body = new FormData(form, pressed);
    show(form, pressed.value);
    fetch(form.action, { method: "POST", body, redirect: "manual" }).then(
      (answer) => {
        if (answer.type !== "opaqueredirect" && !answer.ok) show(form, before);
      },
      () => show(form, before),
    );
  });
}

function show(form, theme) {
  document.documentElement.dataset.bsTheme = theme;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}
