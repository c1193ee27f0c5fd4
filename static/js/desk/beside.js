// The panels beside the text that the site fills: checks, comments, history, links. Each is the same page as by itself.
import { scrollToCaret } from "./caret.js";
import { $, $$, later } from "./elements.js";
import { isNarrow, showPart } from "./panes.js";

const AFTER_SAVE = 800; // milliseconds

function field(form, name) {
  return $(`#f-${CSS.escape(name)}`) ?? form.elements[name] ?? $(`[name^="glance-${CSS.escape(name)}-"]`);
}

// To the field that a line speaks of, and the words that it quotes
export function go(form, name, quoted) {
  const found = field(form, name);
  if (!found) return false;
  if (isNarrow()) $("#v-write").checked = true;
  if (found.matches(".md")) showPart(found.name);
  for (let part = found.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  found.focus();
  const at = quoted && found.value ? found.value.indexOf(quoted) : -1;
  if (at >= 0) {
    found.setSelectionRange(at, at + quoted.length);
    scrollToCaret(found);
  }
  return true;
}

export class Beside {
  constructor(form) {
    this.form = form;
    this.refresh = later(() => this.loadAll(), AFTER_SAVE);
    for (const panel of $$("[data-loads]")) panel.addEventListener("click", (event) => this.pressed(event));
  }

  opened(panel) {
    if (panel.dataset.loads && panel.dataset.is !== "fresh") this.load(panel);
  }

  loadAll() {
    for (const panel of $$("[data-loads]")) {
      panel.dataset.is = "stale";
      if (!panel.hidden || panel.id === "p-checks") this.load(panel);
    }
  }

  async load(panel) {
    panel.dataset.is = "fresh";
    panel.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(panel.dataset.loads, { headers: { Accept: "text/html", "X-Part": "1" }, cache: "no-store" });
      if (!response.ok) throw new Error(response.status);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const part = page.querySelector("[data-part-of-editor]");
      if (!part) return;
      panel.replaceChildren(...part.childNodes);
      if (panel.id === "p-checks") this.count(part);
    } catch {
      panel.dataset.is = "stale"; // what was there before stays
    } finally {
      panel.removeAttribute("aria-busy");
    }
  }

  count(part) {
    const shown = $("[data-checks-count]");
    const { blocking = "0", warnings = "0" } = part.dataset;
    shown.className = `count${blocking !== "0" ? " hot" : warnings !== "0" ? " warm" : ""}`;
    shown.textContent = blocking !== "0" ? `${blocking} to mend` : warnings !== "0" ? `${warnings} to look at` : "";
  }

  pressed(event) {
    const link = event.target.closest("[data-go]");
    if (link && go(this.form, link.dataset.go, link.dataset.find)) event.preventDefault();
  }
}
