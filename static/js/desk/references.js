// References: found, or made of what is pasted, and cited where the caret was. The paper of a paper summary is one of them.
import { put } from "./caret.js";
import { Combobox } from "./combobox.js";
import { $, $$, element, pattern, say, tell } from "./elements.js";
import { ask, send } from "./requests.js";
import { Rows } from "./rows.js";

const byline = ({ authors, year }) => [authors, year].filter(Boolean).join(", ");

export class References {
  // `current()` is the text that is worked on
  constructor(form, current) {
    Object.assign(this, { form, current, paper: form.elements.paper, input: $("#f-reference") });
    this.rows = new Rows($("[data-references]"), { count: "references", spare: this.input });
    this.box = new Combobox(this.input, { label: "References", find: (text, signal) => this.find(text, signal), choose: (one) => this.choose(one) });
    this.papers = new Combobox(this.paper, { label: "Papers", find: (text, signal) => this.find(text, signal), choose: (one) => this.setPaper(one) });
    this.paper.addEventListener("input", () => this.shownPaper(null));
    this.rows.list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-cite]")?.closest("[data-row]");
      if (row) this.cite($("[name=references]", row).value);
    });
    $("[data-read-records]").addEventListener("click", () => this.read());
  }

  async find(q, signal) {
    const { references } = await ask(this.form.dataset.findReferences, { q }, signal);
    return references.map((one) => ({ ...one, label: one.key, note: `${byline(one)}. ${one.title}`, isExact: one.key === q.toLowerCase() }));
  }

  choose(reference) {
    this.input.value = "";
    this.add(reference);
    this.input.focus();
  }

  has(key) {
    return $$("[name=references]", this.rows.list).some((field) => field.value === key);
  }

  add(reference) {
    if (this.has(reference.key)) return;
    const row = pattern("row-reference");
    $("[name=references]", row).value = reference.key;
    $("[data-key]", row).textContent = `[@${reference.key}]`;
    $("[data-title]", row).textContent = reference.title;
    $("[data-authors]", row).textContent = byline(reference);
    for (const name of $$("[data-name]", row)) name.textContent = reference.key;
    this.rows.add(row);
    say(`${reference.key} added`);
  }

  cite(key) {
    const text = this.current();
    const isAfterWord = /\S/.test(text.value.charAt(text.selectionEnd - 1));
    put(text, `${isAfterWord ? " " : ""}[@${key}]`, text.selectionEnd, text.selectionEnd);
    say(`${key} is cited`);
  }

  setPaper(reference) {
    this.paper.value = reference.key;
    this.shownPaper(reference);
    this.add(reference);
    tell(this.form);
  }

  shownPaper(reference) {
    const shown = $("[data-paper]");
    shown.hidden = !reference;
    if (!reference) return;
    $("[data-title]", shown).textContent = reference.title;
    $("[data-authors]", shown).textContent = byline(reference);
  }

  // The first record of a paper summary without a paper is its paper
  async read() {
    const pasted = $("#f-records");
    const told = $("[data-records-told]");
    if (!pasted.value.trim()) return pasted.focus();
    told.replaceChildren(element("p", { class: "hint" }, "Reading…"));
    try {
      const { references, problems } = await send(this.form.dataset.addRecords, new URLSearchParams({ records: pasted.value }));
      const isSummary = new FormData(this.form).get("kind") === "paper-summary";
      references.forEach((one, at) => {
        if (at === 0 && isSummary && !this.paper.value) this.setPaper(one);
        else this.add(one);
      });
      if (references.length && !problems.length) pasted.value = "";
      told.replaceChildren(...references.map(gotten), ...problems.map((problem) => element("p", { class: "got same" }, problem)));
    } catch (error) {
      told.replaceChildren(element("p", { class: "got same" }, error.said?.error ?? "The site cannot be reached now. What you pasted is still here."));
    }
  }
}

function gotten(reference) {
  const what = reference.is_new ? "Added" : "It is here already";
  return element("div", { class: `got${reference.is_new ? "" : " same"}` }, element("b", {}, what), element("cite", {}, reference.title), element("span", {}, `${byline(reference)}. Cite as `, element("code", {}, `[@${reference.key}]`)));
}
