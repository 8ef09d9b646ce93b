// Keeps what is typed in <form data-keep="key"> on this machine until it is sent, so a lost connection, a session that ended
// or a closed tab loses nothing. Passwords, files and hidden fields are never kept. A page that follows a successful
// send clears it with <meta name="kept" content="key">.

const PREFIX = "taskboard.keep.";
const A_WEEK = 7 * 24 * 3600 * 1000;

const sent = document.querySelector('meta[name="kept"]');
if (sent) store((box) => box.removeItem(PREFIX + sent.content));

for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = PREFIX + form.dataset.keep;
  // A form that came back with errors already holds what was typed.
  if (!form.querySelector("[aria-invalid=true]")) restore(form, key);
  form.addEventListener("input", () => save(form, key));
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !/^(password|file|hidden|submit|button)$/.test(field.type));
}

function save(form, key) {
  const kept = fields(form).map((field) => [field.name, field.value, field.checked === true]);
  store((box) => box.setItem(key, JSON.stringify({ at: Date.now(), kept })));
}

function restore(form, key) {
  const text = store((box) => box.getItem(key));
  if (!text) return;
  const { at, kept } = JSON.parse(text);
  if (Date.now() - at > A_WEEK) {
    store((box) => box.removeItem(key));
    return;
  }
  for (const field of fields(form)) put(field, kept);
}

function put(field, kept) {
  const isBox = field.type === "checkbox" || field.type === "radio";
  const found = kept.find(([name, value]) => name === field.name && (!isBox || value === field.value));
  if (!found) return;
  if (isBox) field.checked = found[2];
  else field.value = found[1];
}

// A browser may refuse storage (private window, full disk): then nothing is kept and nothing breaks.
function store(use) {
  try {
    return use(window.localStorage);
  } catch {
    return null;
  }
}
