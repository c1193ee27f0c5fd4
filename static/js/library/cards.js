// Lists of articles, for a member: which are saved, Save and “Add to a list” without leaving the page. Without it,
// Save is a page that asks.
import { addToListOf, offerLists } from "./lists.js";
import { send, toast } from "./sending.js";

// What it looks like, where the page has not said so yet
const { keptStyle } = document.querySelector("[data-kept-style]").dataset;
if (!document.querySelector(`link[href="${keptStyle}"]`)) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: keptStyle }));
}

const cards = [...document.querySelectorAll("[data-save]")];

function show(card, isSaved) {
  card.classList.toggle("is-on", isSaved);
  card.querySelector("[data-label]").textContent = isSaved ? "Saved" : "Save";
}

async function press(card) {
  const isSaved = card.classList.contains("is-on");
  const address = isSaved ? card.href.replace(/save\/$/, "unsave/") : card.href;
  const answer = await send(address);
  if (!answer) return;
  show(card, answer.saved);
  toast(answer.said, isSaved ? () => { card.focus(); return press(card); } : null);
}

if (document.querySelector("[data-logs-out]")) offerLists();

if (cards.length && document.querySelector("[data-logs-out]")) {
  for (const card of cards) {
    addToListOf(card);
    card.setAttribute("role", "button");
    card.addEventListener("click", (event) => { event.preventDefault(); press(card); });
    card.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); press(card); } });
  }
  const asked = cards.map((card) => card.dataset.save).join(",");
  const address = `/library/state/?in=${encodeURIComponent(asked)}`;
  const response = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  const states = response?.ok ? await response.json() : {};
  for (const card of cards) show(card, Boolean(states[card.dataset.save]?.saved));
}
