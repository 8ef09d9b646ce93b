// Names the chosen files in the page's own words; without a script the browser names them itself.

for (const drop of document.querySelectorAll("[data-files]")) {
  const input = drop.querySelector("input[type=file]");
  const names = drop.querySelector("output");
  drop.classList.add("is-named");
  input.addEventListener("change", () => {
    names.replaceChildren(
      ...[...input.files].map((file) => {
        const line = document.createElement("span");
        line.textContent = `${file.name} (${size(file.size)})`;
        return line;
      }),
    );
  });
}

function size(bytes) {
  const inMegabytes = bytes >= 1024 * 1024;
  const amount = inMegabytes ? bytes / (1024 * 1024) : Math.max(1, bytes / 1024);
  const digits = inMegabytes ? 1 : 0;
  return `${amount.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })} ${inMegabytes ? "MB" : "KB"}`;
}
