// A box with a list of what is meant, after the combobox pattern of the ARIA Authoring Practices (editable, list
// autocomplete). `find(text, signal)` gives the options, `choose(option)` takes one of them.
import { element, say } from "./elements.js";

const PAUSE = 150; // milliseconds after the last key

export function optionLine({ label, note, mark, taxonomy }) {
  const name = element("b", {}, ...(mark ? [mark] : []), label);
  const line = [name];
  if (taxonomy) line.push(" ", element("span", { class: "in-what" }, taxonomy));
  if (note) line.push(element("small", {}, note));
  return line;
}

export class Combobox {
  constructor(input, { label, find, choose, takesFirst = true }) {
    Object.assign(this, { input, find, choose, takesFirst, options: [], active: -1, timer: 0, request: null });
    this.list = element("ul", { class: "options", id: `${input.id}-list`, role: "listbox", "aria-label": label });
    this.list.hidden = true;
    input.after(this.list);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, "aria-haspopup": "listbox" };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.left());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.options[[...this.list.children].indexOf(option)]);
    });
  }

  later() {
    this.stop();
    if (this.input.value.trim()) this.timer = setTimeout(() => this.ask(), PAUSE);
    else this.close();
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async ask() {
    this.stop();
    const request = this.request = new AbortController();
    try {
      const options = await this.find(this.input.value.trim(), request.signal);
      if (!request.signal.aborted) this.show(options);
    } catch {
      if (!request.signal.aborted) this.close();
    }
  }

  show(options) {
    this.options = options;
    this.list.replaceChildren(...options.map((option, at) => element(
      "li",
      { role: "option", id: `${this.list.id}-${at}`, "aria-selected": "false", class: `${option.look ?? ""}${option.isNew ? " new" : ""}`.trim() },
      ...optionLine(option),
    )));
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.activate(options.length && this.takesFirst ? 0 : -1);
    if (document.activeElement === this.input) say(options.length ? `${options.length} found` : "Nothing found");
  }

  close() {
    this.stop();
    this.options = [];
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  activate(at) {
    this.active = at;
    [...this.list.children].forEach((option, one) => option.setAttribute("aria-selected", String(one === at)));
    const option = this.list.children[at];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isOpen = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!isOpen) this.ask();
      else this.activate((this.active + step + this.options.length) % this.options.length);
    } else if (event.key === "Escape" && (isOpen || this.input.value)) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter") {
      event.preventDefault(); // it would send the form
      if (isOpen && this.active >= 0) this.take(this.options[this.active]);
    }
  }

  async take(option) {
    this.close();
    await this.choose(option);
  }

  // What was typed to its end counts, and is not lost by going on
  async left() {
    this.stop();
    const typed = this.input.value.trim();
    const meant = this.options.find((option) => option.isExact);
    this.close();
    if (typed && meant) await this.choose(meant);
  }
}
