// Who else is here. A hidden tab is told less often by its browser; the site waits longer than that.
import { $ } from "./elements.js";
import { send } from "./requests.js";

const EVERY = 20_000; // milliseconds

function told(names, isTwice) {
  if (!names.length) return isTwice ? "Open in another tab of yours, too" : "";
  if (names.length < 2) return `${names[0]} is here too`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are here too`;
}

export function presence(form, tab) {
  const shown = $("[data-who]");
  const beat = async () => {
    try {
      const { others, is_twice: isTwice } = await send(form.dataset.presence, new URLSearchParams({ tab }));
      const text = told(others, isTwice);
      shown.hidden = !text;
      if ($("[data-names]", shown).textContent !== text) $("[data-names]", shown).textContent = text;
    } catch {
      shown.hidden = true; // nobody knows
    }
  };
  beat();
  setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && beat());
  addEventListener("pagehide", () => send(form.dataset.presence, new URLSearchParams({ tab, leaves: "1" }), { keepalive: true }).catch(() => {}));
}
