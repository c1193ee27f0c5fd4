// Beside the caret: "/" at the start of a line offers blocks, "[[" articles to link, "[@" references to cite. The focus
// stays in the text, which names the option that Enter takes.
import { caretPlace, put } from "./caret.js";
import { element, place, say } from "./elements.js";
import { MARKS } from "./marks.js";

const PAUSE = 120; // milliseconds after the last key
const BLOCKS = [
  ["heading", "Heading", "##"], ["list", "List", "-"], ["numbers", "Numbered list", "1."], ["quotation", "Quotation", ">"],
  ["table", "Table", "|"], ["image", "Image", "!["], ["cite", "Cite a reference", "[@"], ["article", "Link an article", "[["],
  ["footnote", "Footnote", "[^"],
];
const BEGINNINGS = [
  ["blocks", /(?:^|\n)(\/[\p{L} ]{0,20})$/u, 1, "Blocks"],
  ["articles", /(\[\[[^[\]\n]{0,60})$/, 2, "Articles"],
  ["references", /((?:\[@|(?<=\[@[\w:-]+(?:; ?@[\w:-]+)*); ?@)[^\]\n;]{0,40})$/, 0, "References"],
];

export class CaretMenu {
  // `finders.articles(text, signal)` and `.references` give options; `blocks.image(field)` does what no text can
  constructor(fields, { finders, blocks, cited }) {
    Object.assign(this, { finders, blocks, cited, field: null, options: [], active: 0, timer: 0, request: null });
    this.list = element("ul", { role: "listbox", id: "caret-list" });
    this.title = element("p", { "aria-hidden": "true" });
    this.menu = element("div", { class: "caret-menu", id: "caret-menu" }, this.title, this.list);
    this.menu.hidden = true;
    this.menu.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.options[[...this.list.children].indexOf(option)]);
    });
    for (const field of fields) {
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-haspopup", "listbox");
      field.addEventListener("input", () => this.typed(field));
      field.addEventListener("keydown", (event) => this.key(event));
      field.addEventListener("blur", () => this.close());
      field.addEventListener("click", () => this.close());
      field.addEventListener("scroll", () => this.close());
    }
  }

  // What the caret stands behind, if that opens a menu
  begun(field) {
    if (field.selectionStart !== field.selectionEnd) return null;
    const before = field.value.slice(Math.max(0, field.selectionEnd - 200), field.selectionEnd);
    for (const [kind, pattern, marks, label] of BEGINNINGS) {
      const found = pattern.exec(before)?.[1];
      if (found) return { kind, label, text: kind === "references" ? found.replace(/^.*@/, "") : found.slice(marks), size: found.length };
    }
    return null;
  }

  typed(field) {
    clearTimeout(this.timer);
    this.request?.abort();
    const begun = this.begun(field);
    if (!begun) return this.close();
    if (begun.kind === "blocks") return this.show(field, begun, blocksFor(begun.text));
    this.timer = setTimeout(() => this.ask(field, begun), PAUSE);
  }

  async ask(field, begun) {
    const request = this.request = new AbortController();
    try {
      const options = await this.finders[begun.kind](begun.text, request.signal);
      if (!request.signal.aborted && document.activeElement === field) this.show(field, begun, options);
    } catch {
      if (!request.signal.aborted) this.close();
    }
  }

  show(field, begun, options) {
    if (!options.length) return this.close();
    Object.assign(this, { field, opening: begun, options });
    this.title.replaceChildren(element("span", {}, begun.label), element("span", {}, "↑ ↓ Enter, Esc closes"));
    this.list.setAttribute("aria-label", begun.label);
    this.list.replaceChildren(...options.map((option, at) => element(
      "li",
      { role: "option", id: `caret-${at}`, "aria-selected": "false" },
      element("span", {}, element("b", {}, option.label), ...(option.note ? [element("small", {}, option.note)] : [])),
      ...(option.code ? [element("code", {}, option.code)] : []),
    )));
    field.parentElement.append(this.menu);
    this.menu.hidden = false;
    this.put();
    field.setAttribute("aria-controls", "caret-list");
    this.activate(0);
    say(`${begun.label}: ${options.length}. Arrow keys choose, Enter takes, Escape closes`);
  }

  // Below the caret where there is room, else above it
  put() {
    const at = caretPlace(this.field);
    const room = this.field.parentElement;
    const box = this.field.offsetTop;
    const below = box + at.top + at.height + 4;
    const isRoom = below + this.menu.offsetHeight < room.clientHeight || at.top < this.menu.offsetHeight;
    const left = Math.max(8, Math.min(at.left, room.clientWidth - this.menu.offsetWidth - 8));
    place("#caret-menu", { top: `${isRoom ? below : box + at.top - this.menu.offsetHeight - 4}px`, left: `${left}px` });
  }

  activate(at) {
    this.active = at;
    [...this.list.children].forEach((option, one) => option.setAttribute("aria-selected", String(one === at)));
    this.list.children[at].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `caret-${at}`);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.menu.hidden) return;
    this.menu.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }

  key(event) {
    if (this.menu.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.activate((this.active + step + this.options.length) % this.options.length);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.options[this.active]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(option) {
    const { field, opening: begun } = this;
    const end = field.selectionEnd;
    this.close();
    if (begun.kind === "blocks") {
      put(field, "", end - begun.size, end);
      if (option.block === "article") put(field, "[[");
      else (this.blocks[option.block] ?? MARKS[option.block])(field);
    } else if (begun.kind === "articles") put(field, `[${option.label}](article:${option.slug})`, end - begun.size, end);
    else {
      const isClosed = field.value.slice(end).startsWith("]");
      put(field, `${option.key}${isClosed ? "" : "]"}`, end - begun.text.length, end);
      this.cited(option);
    }
  }
}

function blocksFor(text) {
  const said = text.trim().toLowerCase();
  return BLOCKS.filter(([, label]) => label.toLowerCase().includes(said)).map(([block, label, code]) => ({ block, label, code }));
}
