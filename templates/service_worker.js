{% load static %}// Keeps the last pages that were read for when there is no connection, and the site's answer always comes first. Only
// what anybody may read is kept: a page that is not marked as public is asked for once more without its reader.
const PAGES = "pages {{ version|escapejs }}";
const AROUND = "around {{ version|escapejs }}"; // style sheets and scripts
const OFFLINE = "{% url "offline" %}";
const ENDS = ["{% url "account_logout" %}", "{% url "members:erase" %}"]; // of somebody's reading here
const STATIC = "{% get_static_prefix %}";
const HOME = "{% url "home" %}";
const KEPT_BELOW = [{% for address in kept_below %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const MOST = 50; // pages
const HELD = ["Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"]; // of its headers
const ASSET = /(?:href|src)="([^"]+\.(?:css|js))"/g;

const isKept = ({ pathname }) => pathname === HOME || KEPT_BELOW.some((address) => pathname.startsWith(address));
const says = (answer, word) => (answer.headers.get("Cache-Control") ?? "").includes(word);
const isPage = (answer) => answer.ok && !answer.redirected && /^text\/html/.test(answer.headers.get("Content-Type"));
const isGone = (answer) => [404, 410].includes(answer.status) || answer.type === "opaqueredirect" || answer.redirected;
const ofAnybody = (address) => fetch(address, { credentials: "omit" });

async function keepAround(html) {
  const around = await caches.open(AROUND);
  const all = [...html.matchAll(ASSET)].map(([, address]) => new URL(address, location).pathname);
  for (const address of new Set(all)) {
    if (address.startsWith(STATIC) && !await around.match(address)) await around.add(address);
  }
}

async function keep(address, answer) {
  const shown = says(answer, "public") || isGone(answer) ? answer : await ofAnybody(address);
  if (isGone(shown)) await (await caches.open(PAGES)).delete(address);
  if (!isPage(shown) || says(shown, "private") || says(shown, "no-store")) return;
  const html = await shown.text();
  const pages = await caches.open(PAGES);
  const headers = HELD.filter((name) => shown.headers.has(name)).map((name) => [name, shown.headers.get(name)]);
  await pages.delete(address);
  await pages.put(address, new Response(html, { headers: [...headers, ["Date", new Date().toUTCString()]] }));
  for (const old of (await pages.keys()).slice(0, -MOST)) await pages.delete(old);
  await keepAround(html);
}

async function fromBefore(address) {
  const kept = await (await caches.open(PAGES)).match(address);
  if (!kept) return (await caches.open(AROUND)).match(OFFLINE);
  const day = new Date(kept.headers.get("Date")).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
  const said = `<div class="wrap"><p class="band" role="status"><b>No connection.</b> This is the page as anybody may read it, as it was on ${day}.</p></div>`;
  const html = (await kept.text()).replace('<main id="main">', (begin) => begin + said);
  return new Response(html, { headers: kept.headers });
}

async function navigated(event) {
  const address = event.request.url.split("#")[0];
  try {
    const answer = await event.preloadResponse || await fetch(event.request);
    if (isKept(new URL(address)) && (isPage(answer) || isGone(answer))) event.waitUntil(keep(address, answer.clone()).catch(() => {}));
    return answer;
  } catch (fault) {
    const before = await fromBefore(address);
    if (before) return before;
    throw fault;
  }
}

async function around(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    const kept = await (await caches.open(AROUND)).match(request);
    if (kept) return kept;
    throw fault;
  }
}

async function begin() {
  const answer = await ofAnybody(OFFLINE);
  if (!answer.ok) throw new Error(`${OFFLINE}: ${answer.status}`); // the browser tries again later
  await (await caches.open(AROUND)).put(OFFLINE, answer.clone());
  await keepAround(await answer.text());
  await skipWaiting();
}

async function takeOver() {
  for (const name of await caches.keys()) if (name !== PAGES && name !== AROUND) await caches.delete(name);
  await registration.navigationPreload?.enable();
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(begin()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && ENDS.includes(pathname)) event.waitUntil(caches.delete(PAGES)); // nobody else sees them
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(navigated(event));
  else if (pathname.startsWith(STATIC)) event.respondWith(around(request));
});
