// Narrowing a topic without loading the page anew: filters and results are taken out of the very page that the same
// form or link leads to. When that page fails to come, the browser goes there itself. site.js has `say`.
const browse = document.querySelector("#browse");
const narrowing = { shown: location.pathname + location.search, request: null };

// The address of what is ticked and typed, without what is empty
function chosenAddress() {
  const form = document.querySelector("#narrow");
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  return query.size ? `${form.action}?${query}` : form.action;
}

// Where to find the control that has the focus once the page around it is another
function placeOf(control) {
  if (!browse.contains(control)) return null;
  if (control.matches("summary")) return `#${CSS.escape(control.parentElement.id)} > summary`;
  if (control.id) return `#${CSS.escape(control.id)}`;
  return control.name ? `[name="${CSS.escape(control.name)}"][value="${CSS.escape(control.value)}"]` : "#res-h";
}

function focusOn(place) {
  const found = browse.querySelector(place);
  const control = found && !found.disabled ? found : document.querySelector("#res-h");
  const folded = control.closest("details:not([open])");
  if (folded && !control.checkVisibility()) folded.open = true;
  control.focus({ preventScroll: true });
  if (control.id === "res-h" && control.getBoundingClientRect().top < 0) control.scrollIntoView();
}

// Parts on their way out hand over what is unfolded, and what is typed and not yet sent
function replaceParts(page) {
  const open = [...browse.querySelectorAll("details[open]")].map((details) => details.id);
  const typed = document.activeElement.matches("#from, #to") ? document.activeElement : null;
  for (const part of [...browse.children]) part.replaceWith(page.getElementById(part.id));
  for (const details of browse.querySelectorAll("details")) details.open = open.includes(details.id);
  if (typed && typed.value !== typed.defaultValue) browse.querySelector(`#${typed.id}`).value = typed.value;
  const waysBack = [...page.querySelectorAll("a[href*='next=']")].map((link) => link.getAttribute("href"));
  document.querySelectorAll("a[href*='next=']").forEach((link, place) => link.setAttribute("href", waysBack[place]));
  document.title = page.title;
}

async function show(address, { isNew = true, focus = placeOf(document.activeElement) } = {}) {
  narrowing.request?.abort();
  const request = narrowing.request = new AbortController();
  document.querySelector("#results").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: request.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || [...browse.children].some((part) => !page.getElementById(part.id))) throw new Error(address);
    if (request.signal.aborted) return;
    replaceParts(page);
    const { pathname, search } = new URL(answer.url);
    if (isNew && pathname + search !== narrowing.shown) history.pushState(null, "", pathname + search);
    narrowing.shown = pathname + search;
    narrowing.request = null;
    if (focus) focusOn(focus);
    if (!browse.querySelector("[role=alert]")) say(document.querySelector("#res-h").textContent);
  } catch {
    if (!request.signal.aborted) location.assign(address);
  }
}

// The button at the end of the filters: on a phone they fold, and the results come into view
function showResults(event) {
  event.preventDefault();
  const filters = document.querySelector("#filter");
  if (event.submitter?.closest("#filter")) filters.open = false;
  show(chosenAddress(), event.submitter ? { focus: "#res-h" } : {});
}

function follow(event) {
  const link = event.target.closest("a[href]");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || link.hash || link.origin !== location.origin || link.pathname !== location.pathname) return;
  event.preventDefault();
  show(link.href, { focus: "#res-h" });
}

if (document.querySelector("#narrow")) {
  browse.dataset.live = "";
  browse.addEventListener("change", () => show(chosenAddress()));
  browse.addEventListener("submit", showResults);
  browse.addEventListener("click", follow);
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== narrowing.shown) show(location.href, { isNew: false });
  });
  // Who leaves while an answer is on its way, and comes back, gets the answer to what is ticked
  addEventListener("pagehide", () => narrowing.request?.abort());
  addEventListener("pageshow", (event) => { if (event.persisted && narrowing.request) show(chosenAddress()); });
  // Browsers that cannot show what is folded (see browse.css) unfold it on a wide screen
  const isWide = matchMedia("(min-width: 52.01rem)").matches;
  if (isWide && !CSS.supports("selector(::details-content)")) document.querySelector("#filter").open = true;
}
