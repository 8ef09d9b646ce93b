// A button below each password that shows what was typed; without a script the browser's own means remain.

for (const input of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-plain btn-dense reveal";
  const say = () => {
    const isHidden = input.type === "password";
    button.textContent = isHidden ? input.dataset.show : input.dataset.hide;
    button.setAttribute("aria-pressed", String(!isHidden));
  };
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    say();
  });
  // Sent hidden again, so that the browser keeps it as a password and not as words typed before.
  input.form?.addEventListener("submit", () => { input.type = "password"; say(); });
  say();
  input.insertAdjacentElement("afterend", button);
}
