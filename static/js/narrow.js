// Narrowing a list without loading the page anew: what stands in #browse is taken out of the very page that the same
// form or link leads to. When that page does not come, the old one stays and says so. site.js has `say`.
const browse = document.querySelector("#browse");
// The address that is shown; the request under way, and how to ask once more for what is not shown yet; if filters fold
const narrowing = { shown: location.pathname + location.search, request: null, ask: null, folds: false };
const find = (selector) => browse.querySelector(selector);

// The address of what is ticked and typed, without what is empty. A facet may be called "method" or "action", and its
// boxes would then hide what the form says: attributes are asked for.
function addressOf(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  return new URL(query.size ? `?${query}` : "?", new URL(form.getAttribute("action"), location)).href.replace(/\?$/, "");
}

// Where to find a control once the page around it is another
function placeOf(control) {
  if (!control || control === browse || !browse.contains(control)) return null;
  if (control.matches("summary")) return `#${CSS.escape(control.parentElement.id)} > summary`;
  if (control.id) return `#${CSS.escape(control.id)}`;
  return control.name ? `[name="${CSS.escape(control.name)}"][value="${CSS.escape(control.value)}"]` : "#res-h";
}

// The control stays where it was, at `top`, as far as the page is long enough; the heading comes into view
function focusOn(place, top) {
  const found = find(place);
  const control = found && !found.disabled ? found : find("#res-h");
  const folded = control.closest("details:not([open])");
  if (folded && !control.checkVisibility()) folded.open = true;
  control.focus({ preventScroll: true });
  const now = control.getBoundingClientRect().top;
  if (top !== undefined) scrollBy({ top: now - top, behavior: "instant" });
  const then = control.getBoundingClientRect().top;
  if (control.id === "res-h" && (then < 0 || then > innerHeight / 2)) control.scrollIntoView({ behavior: "instant" });
}

function toResults() {
  const filters = find("#filter");
  if (filters) filters.open = false;
  focusOn("#res-h");
}

// What goes hands over what is unfolded, and what is typed and not yet sent
function replaceParts(page) {
  const open = [...browse.querySelectorAll("details[open]")].map((details) => details.id);
  const typed = document.activeElement.matches("#from, #to") ? document.activeElement : null;
  browse.replaceChildren(...page.querySelector("#browse").childNodes);
  for (const details of browse.querySelectorAll("details[id]")) details.open ||= open.includes(details.id);
  if (typed && typed.value !== typed.defaultValue) find(`#${typed.id}`).value = typed.value;
  const [waysBack, theirs] = [document, page].map((one) => one.querySelectorAll(".acct a[href*='next=']"));
  waysBack.forEach((link, place) => { link.href = theirs[place].getAttribute("href"); });
  const query = document.querySelector("#bigq");
  if (query) query.value = page.querySelector("#bigq").value;
  document.title = page.title;
}

function arrive({ page, url }, { isNew = true, isSent, focus, from }) {
  const isWrong = page.querySelector("#browse [role=alert]") !== null;
  const place = (isWrong && isSent ? "[aria-invalid]" : focus) || placeOf(document.activeElement) || placeOf(from);
  const top = place ? find(place)?.getBoundingClientRect().top : undefined;
  replaceParts(page);
  if (isNew && url !== narrowing.shown) history.pushState(null, "", url);
  narrowing.shown = url;
  if (narrowing.folds && !isWrong) toResults();
  else if (place) focusOn(place, top);
  if (!isWrong) say((find("#res-n") || find("#res-h")).textContent);
}

// Said at the very control that was used
function refuse(reason, from) {
  const hadFocus = find(".refused")?.contains(document.activeElement);
  find(".refused")?.remove();
  const notice = document.createElement("p");
  notice.className = "message error refused";
  notice.setAttribute("role", "alert");
  const button = document.createElement("button");
  button.className = "btn btn-line";
  button.type = "button";
  button.textContent = "Try again";
  button.addEventListener("click", narrowing.ask);
  notice.append(`${reason}. The summaries here are still those from before.`, button);
  (from?.closest("#browse :is(li, .facet, .bar, .applied, .pager, .sort)") || find(".r-bar")).append(notice);
  notice.scrollIntoView({ block: "nearest" });
  if (hadFocus) button.focus();
}

// The button says it at once, the line (browse.css) and the status when it takes long
function setBusy(isBusy) {
  for (const part of browse.querySelectorAll("#results, .bar .btn")) part.ariaBusy = isBusy ? "true" : null;
  clearTimeout(narrowing.slow);
  if (isBusy) narrowing.slow = setTimeout(() => say("Loading…"), 300);
}

async function answerTo(address, signal) {
  const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const { pathname, search } = new URL(answer.url);
  const told = page.querySelector("[role=alert] h2") || page.querySelector("h1");
  const reason = answer.ok ? "" : told?.textContent.trim() || `Error ${answer.status}`;
  return { page, url: pathname + search, isList: page.querySelector("#browse") !== null, reason };
}

async function show(address, options = {}) {
  narrowing.request?.abort();
  const { signal } = narrowing.request = new AbortController();
  narrowing.ask = () => show(address, options);
  narrowing.folds = options.folds;
  setBusy(true);
  const lost = () => ({ reason: navigator.onLine ? "No answer came" : "You are offline" });
  const answer = await answerTo(address, signal).catch(lost);
  if (signal.aborted) return;
  narrowing.request = null;
  setBusy(false);
  if (answer.reason && !answer.isList) return refuse(answer.reason, options.from);
  narrowing.ask = null;
  if (answer.isList) arrive(answer, options);
  else location.assign(address);
}

// On a phone the button below the filters folds them once the results are there
function send(event) {
  if (event.target.getAttribute("method")) return;
  event.preventDefault();
  const from = event.submitter;
  const address = addressOf(event.target);
  const folds = Boolean(from?.closest(".bar"));
  if (folds && !narrowing.ask && new URL(address).search === location.search) toResults();
  else show(address, { from, folds, isSent: true, focus: folds && "#res-h" });
}

function follow(event) {
  const link = event.target.closest(".t-grid a[href]");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || link.origin !== location.origin || link.pathname !== location.pathname) return;
  if (link.matches(".bar a")) {
    event.preventDefault();
    if (narrowing.request) narrowing.folds = true;
    else toResults();
  } else if (!link.hash) {
    event.preventDefault();
    show(link.href, { from: link, focus: placeOf(link) });
  }
}

if (browse) {
  browse.dataset.live = "";
  browse.addEventListener("change", ({ target }) => {
    if (target.form && target.form === find("#narrow")) show(addressOf(target.form), { from: target });
  });
  browse.addEventListener("submit", send);
  browse.addEventListener("click", follow);
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== narrowing.shown) show(location.href, { isNew: false });
  });
  addEventListener("online", () => narrowing.ask?.());
  // Who leaves while an answer is on its way, and comes back, gets the answer to what was asked
  addEventListener("pagehide", () => narrowing.request?.abort());
  addEventListener("pageshow", (event) => { if (event.persisted) narrowing.ask?.(); });
  // Browsers that cannot show what is folded (see browse.css) unfold it on a wide screen
  const isWide = matchMedia("(min-width: 52.01rem)").matches;
  if (isWide && !CSS.supports("selector(::details-content)")) {
    browse.querySelectorAll(".group").forEach((details) => { details.open = true; });
  }
}
