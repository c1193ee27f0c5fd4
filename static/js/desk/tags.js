// Tags: found by any part of a label or synonym, suggested from the text with the reason, made where the word is new.
import { Combobox } from "./combobox.js";
import { asked } from "./dialogs.js";
import { $, $$, element, glyph, later, pattern, say } from "./elements.js";
import { ask, send } from "./requests.js";
import { Rows } from "./rows.js";

const AFTER_SAVE = 3000; // milliseconds until suggestions are asked for

function option(tag) {
  return { ...tag, mark: glyph(tag.glyph_of), look: `is-${tag.hue}`, isExact: tag.is_exact };
}

export class Tags {
  constructor(form) {
    this.form = form;
    this.input = $("#f-tags");
    this.refused = new Set();
    this.rows = new Rows($("[data-tags]"), { count: "tags", spare: this.input, keys: true });
    this.box = new Combobox(this.input, {
      label: "Tags that match",
      find: (text, signal) => this.find(text, signal),
      choose: (chosen) => this.choose(chosen),
    });
    this.suggestSoon = later(() => this.suggest(), AFTER_SAVE);
  }

  has(id) {
    return $$("[name=tags]", this.rows.list).some((field) => field.value === String(id));
  }

  async find(q, signal) {
    const { tags, may_add: mayAdd } = await ask(this.form.dataset.findTags, { q }, signal);
    const found = tags.map(option);
    const isKnown = found.some((one) => one.isExact);
    return mayAdd && !isKnown ? [...found, { label: `File “${q}” under…`, word: q, isNew: true }] : found;
  }

  async choose(chosen) {
    this.input.value = "";
    const tag = chosen.word ? await this.make(chosen.word) : chosen;
    if (tag) this.add(tag);
    this.input.focus();
  }

  add({ id, label, hue, glyph_of: look, taxonomy }) {
    if (this.has(id)) return say(`${label} is there already`);
    const row = pattern("row-tag");
    row.className = `chip is-${hue}`;
    $("[name=tags]", row).value = id;
    $("[data-glyph]", row).replaceChildren(glyph(look));
    $("[data-label]", row).title = taxonomy;
    for (const name of $$("[data-label], [data-name], span.nojs", row)) name.textContent = label;
    this.rows.add(row);
    say(`${label} added`);
  }

  // A word that is no tag yet is given its place first
  async make(word) {
    const dialog = $("#tag-dialog");
    const [taxonomy, broader] = [$("#n-taxonomy"), $("#n-broader")];
    const { taxonomies } = await ask(this.form.dataset.findTags, { taxonomies: "1" });
    const choices = [element("option", { value: "" }, "Choose a taxonomy"), ...taxonomies.map(({ id, name }) => element("option", { value: id }, name))];
    $("[data-word]", dialog).textContent = word;
    taxonomy.replaceChildren(...choices);
    broader.value = "";
    return asked(dialog, () => {
      const body = new URLSearchParams({ word, taxonomy: taxonomy.value, broader: broader.value });
      return send(this.form.dataset.addTag, body);
    });
  }

  async suggest() {
    const block = $("[data-suggested]");
    const { tags } = await ask(this.form.dataset.findTags, { article: this.form.dataset.article }).catch(() => ({ tags: [] }));
    const open = tags.filter((tag) => !this.has(tag.id) && !this.refused.has(tag.id));
    block.hidden = !open.length;
    $("ul", block).replaceChildren(...open.map((tag) => this.suggestion(tag)));
  }

  suggestion(tag) {
    const add = element("button", { class: "btn btn-sm", type: "button" }, "Add", element("span", { class: "vh" }, ` ${tag.label}`));
    const refuse = element("button", { class: "btn btn-sm", type: "button" }, "No", element("span", { class: "vh" }, `, not ${tag.label}`));
    const why = element("span", { class: "why" }, element("b", { class: `is-${tag.hue}` }, glyph(tag.glyph_of), tag.label), ` ${tag.why}`);
    const line = element("li", {}, why, element("span", { class: "acts" }, add, refuse));
    const gone = () => {
      const next = line.nextElementSibling ?? line.previousElementSibling;
      line.remove();
      (next ? $("button", next) : this.input).focus();
      if (!next) $("[data-suggested]").hidden = true;
    };
    add.addEventListener("click", () => {
      this.add(tag);
      gone();
    });
    refuse.addEventListener("click", () => {
      this.refused.add(tag.id);
      gone();
    });
    return line;
  }
}
