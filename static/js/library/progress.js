// How far a member has read, told to the site when they pause and when they leave; the end is a read mark.
import { send } from "./sending.js";

const PAUSE = 3000; // milliseconds
const WHOLE = 1000;
const BLOCKS = ":scope > :is(p, ul, ol, table, blockquote, figure, pre, div, h3, h4)";

const parts = () => [...document.querySelectorAll(".summary, #full")];

// Of all letters, those in blocks whose end was in sight
function progress(blocks) {
  const whole = blocks.reduce((sum, block) => sum + block.textContent.length, 0);
  const read = blocks.filter((block) => block.getBoundingClientRect().bottom <= innerHeight + 2);
  if (read.length === blocks.length) return WHOLE;
  const seen = read.reduce((sum, block) => sum + block.textContent.length, 0);
  return Math.min(WHOLE - 1, Math.floor((seen / whole) * WHOLE));
}

// The last heading above the middle of the screen
function placeNow() {
  const headings = parts().flatMap((part) => [...part.querySelectorAll("h2[id], h3[id], h4[id]")]);
  return headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2).at(-1);
}

export function followProgress(address, atTheEnd) {
  const blocks = parts().flatMap((part) => [...part.querySelectorAll(BLOCKS)]);
  if (!document.querySelector("#full") || !blocks.length) return;
  let furthest = 0;
  let told = "";
  let timer = 0;

  const tell = async (options) => {
    const place = placeNow();
    furthest = Math.max(furthest, progress(blocks));
    const now = `${furthest} ${place?.id}`;
    if (now === told) return;
    told = now;
    const fields = { progress: furthest, place: place?.id ?? "", place_name: place?.textContent.trim().slice(0, 200) ?? "" };
    const isDone = await send(address, fields, { ...options });
    if (isDone && furthest === WHOLE) atTheEnd();
  };

  addEventListener("scroll", () => {
    furthest = Math.max(furthest, progress(blocks));
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && furthest) tell({ keepalive: true });
  });
}
