// A document under way: asks the page again and puts its new state in the place of the old one, without a reload.
// Without scripts the page says the same by a refresh of its own.
const place = document.querySelector("[data-progress][data-under-way]");
const EVERY_MS = 2000;

async function renew() {
  const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) {
    window.location.reload();
    return true;
  }
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
  if (!found) return true;
  place.replaceChildren(...found.childNodes);
  return !("underWay" in found.dataset);
}

async function follow() {
  try {
    if (await renew()) return;
  } catch {
    // The connection is away for a moment: asked again like any other time.
  }
  window.setTimeout(follow, EVERY_MS);
}

if (place) window.setTimeout(follow, EVERY_MS);
