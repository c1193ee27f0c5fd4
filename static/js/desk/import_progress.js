// How far an import is, asked again while the page is open. Without a script a link does the same.
const EVERY = 1500; // milliseconds

async function look() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [now, here] = [page, document].map((one) => one.querySelector("[data-progress]"));
    if (!answer.ok || !now) return location.reload();
    const text = now.querySelector("#how-far").textContent;
    const bar = now.querySelector("progress");
    here.querySelector("#how-far").textContent = text;
    Object.assign(here.querySelector("progress"), { max: bar.max, value: bar.value });
    document.querySelector("#status").textContent = text;
    if (now.querySelector("form")) return location.reload();
  } catch {
    // asked again below
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
