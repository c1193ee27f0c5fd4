// Related articles: found by title, each with how it is related and why.
import { Combobox } from "./combobox.js";
import { $, $$, pattern, say } from "./elements.js";
import { ask } from "./requests.js";
import { Rows } from "./rows.js";

export async function articlesFor(form, q, signal) {
  const { articles } = await ask(form.dataset.findArticles, { q, not: form.dataset.article }, signal);
  return articles.map(({ title, ...rest }) => ({ ...rest, label: title }));
}

export function related(form) {
  const input = $("#f-related");
  const rows = new Rows($("[data-related]"), {
    count: "related",
    spare: input,
    keys: true,
    number: (row, place) => {
      for (const part of $$("[data-part]", row)) part.name = `related-${place}-${part.dataset.part}`;
    },
  });
  const has = (id) => $$("[data-part=id]", rows.list).some((field) => field.value === String(id));
  const add = ({ id, label }) => {
    input.value = "";
    if (has(id)) return say("It is there already");
    const row = pattern("row-related");
    row.setAttribute("aria-label", label);
    $("[data-part=id]", row).value = id;
    $("[data-title]", row).textContent = label;
    rows.add(row);
    $("[data-part=relation]", row).focus();
  };
  return new Combobox(input, { label: "Articles", find: (text, signal) => articlesFor(form, text, signal), choose: add });
}
