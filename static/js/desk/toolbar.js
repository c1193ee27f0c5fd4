// The row of buttons: one stop for Tab, arrows inside. And their keys, which can be switched off (WCAG 2.1.4).
import { $, $$ } from "./elements.js";
import { MARKS } from "./marks.js";

const KEYS = { b: "bold", i: "italic", k: "link", ".": "superscript", ",": "subscript" };
const WITH_SHIFT = { Digit8: "list", Digit7: "numbers" };
const SWITCH = "desk-shortcuts";

function recalled() {
  try {
    return localStorage.getItem(SWITCH);
  } catch {
    return null;
  }
}

function remember(isOn) {
  try {
    if (isOn) localStorage.removeItem(SWITCH);
    else localStorage.setItem(SWITCH, "off");
  } catch {
    // The choice then holds until the page is left
  }
}

function rove(bar) {
  const buttons = $$("button", bar);
  const stop = (at) => buttons.forEach((button, one) => { button.tabIndex = one === at ? 0 : -1; });
  stop(0);
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + buttons.length) % buttons.length;
    stop(next);
    buttons[next].focus();
  });
  bar.addEventListener("focusin", () => stop(buttons.indexOf(document.activeElement)));
}

// `current()` is the text that is worked on; `more` holds what else buttons do
export function toolbar(current, more) {
  const bar = $("[data-tools]");
  const shortcuts = $("[data-shortcuts]");
  const run = (name) => (more[name] ?? MARKS[name])(current());
  rove(bar);
  bar.addEventListener("pointerdown", (event) => event.target.closest("button") && event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) run(button.dataset.do);
  });
  shortcuts.checked = recalled() !== "off";
  shortcuts.addEventListener("change", () => remember(shortcuts.checked));
  addEventListener("keydown", (event) => {
    if (!event.target.matches?.(".md") || !shortcuts.checked || !(event.ctrlKey || event.metaKey)) return;
    const isHeading = event.altKey && event.code === "Digit2";
    const plain = event.shiftKey || event.altKey ? undefined : KEYS[event.key.toLowerCase()];
    const name = isHeading ? "heading" : (plain ?? (event.shiftKey ? WITH_SHIFT[event.code] : undefined));
    if (!name) return;
    event.preventDefault();
    run(name);
  });
}
