// The panels beside the text that the site fills: checks, comments, history, links. Each is the same page as by itself.
import { scrollToCaret } from "./caret.js";
import { $, $$, later, say } from "./elements.js";
import { isNarrow, showPart } from "./panes.js";

const AFTER_SAVE = 800; // milliseconds

const PART = "[data-part-of-editor], [data-checks]"; // of the page that fills a panel

function field(form, name) {
  const found = $(`#f-${CSS.escape(name)}`) ?? form.elements[name === "references" ? "f-reference" : name];
  return found instanceof RadioNodeList ? found[0] : found;
}

// What is typed there and was not sent
function writtenIn(panel, sent = null) {
  return $$("textarea, input:not([type=hidden])", panel).filter((one) => one.form !== sent && one.value !== one.defaultValue);
}

function writeAgain(panel, kept) {
  for (const { name, value, form } of kept) {
    const same = $$("form", panel).find((one) => one.getAttribute("action") === form.getAttribute("action"));
    const place = same?.elements[name];
    if (place) place.value = value;
  }
}

// Where the words stand, or the line that is counted from 1
function placeOf(text, quoted, line) {
  const at = quoted ? text.indexOf(quoted) : -1;
  if (at >= 0) return [at, at + quoted.length];
  if (!line) return null;
  const before = text.split("\n", line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const after = text.indexOf("\n", before);
  return [before, after < 0 ? text.length : after];
}

// To the field that a line speaks of, and the words that it quotes
export function go(form, name, { quote = "", line = 0 } = {}) {
  const found = field(form, name);
  if (!found) return false;
  if (isNarrow()) $("#v-write").checked = true;
  if (found.matches(".md")) showPart(found.name);
  for (let part = found.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  found.focus();
  const place = found.matches("textarea") && placeOf(found.value, quote, Number(line));
  if (place) {
    found.setSelectionRange(...place);
    if (found.matches(".md")) scrollToCaret(found);
  }
  return true;
}

async function pageOf(response) {
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

export class Beside {
  constructor(form) {
    this.form = form;
    this.refresh = later(() => this.loadAll(), AFTER_SAVE);
    for (const panel of $$("[data-loads]")) {
      panel.addEventListener("click", (event) => this.pressed(event));
      panel.addEventListener("submit", (event) => this.sent(event, panel));
    }
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

  load(panel) {
    if (writtenIn(panel).length) return false;
    return this.fill(panel, fetch(panel.dataset.loads, { headers: { Accept: "text/html" }, cache: "no-store" }));
  }

  async fill(panel, request, sent = null) {
    panel.dataset.is = "fresh";
    panel.setAttribute("aria-busy", "true");
    try {
      const response = await request;
      const part = (await pageOf(response)).querySelector(PART);
      const kept = writtenIn(panel, sent); // while the page was on its way, too
      if (!part || (kept.length && !sent)) throw new Error(response.status);
      panel.replaceChildren(...part.childNodes);
      writeAgain(panel, kept);
      if (panel.id === "p-checks") this.count(part);
      return true;
    } catch {
      panel.dataset.is = "stale"; // what was there before stays
      return false;
    } finally {
      panel.removeAttribute("aria-busy");
    }
  }

  // A form of a panel is sent from where one writes
  async sent(event, panel) {
    const { target: form, submitter } = event;
    if (form.method !== "post") return;
    event.preventDefault();
    const request = fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form, submitter) });
    const page = request.then((response) => (response.ok || response.status === 422 ? fetch(panel.dataset.loads, { cache: "no-store" }) : response));
    if (await this.fill(panel, page, form)) say("Done");
    else say("The site did not take it. Try again in a moment.");
    panel.focus();
  }

  // What can be done is another thing once the state is
  async acts(state) {
    const shown = $("[data-state]");
    if (shown.textContent === state) return;
    shown.textContent = state;
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
    if (response?.ok) $("[data-acts]").replaceChildren(...(await pageOf(response)).querySelector("[data-acts]").childNodes);
  }

  count(part) {
    const shown = $("[data-checks-count]");
    const { blocking = "0", warnings = "0" } = part.dataset;
    shown.className = `count${blocking !== "0" ? " hot" : warnings !== "0" ? " warm" : ""}`;
    shown.textContent = blocking !== "0" ? `${blocking} to mend` : warnings !== "0" ? `${warnings} to look at` : "";
  }

  pressed(event) {
    const link = event.target.closest("[data-go]");
    if (link && go(this.form, link.dataset.go, link.dataset)) event.preventDefault();
  }
}
