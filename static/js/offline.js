// The pages that the service worker kept, the latest first.
const list = document.querySelector("[data-read-before]");
const names = (await globalThis.caches?.keys() ?? []).filter((name) => name.startsWith("pages "));

async function entry(pages, request) {
  const html = await (await pages.match(request)).text();
  const [title] = new DOMParser().parseFromString(html, "text/html").title.split(" · ");
  const link = Object.assign(document.createElement("a"), { href: request.url, textContent: title.trim() });
  link.dir = "auto";
  const item = document.createElement("li");
  item.append(link);
  return item;
}

for (const name of names) {
  const pages = await caches.open(name);
  for (const request of (await pages.keys()).reverse()) list.append(await entry(pages, request));
}
document.querySelector("[data-none]").hidden = list.childElementCount > 0;
