// Related articles: found by title, each with how it is related and why.
import { Combobox } from "./combobox.js";
import { $, $$, element, pattern, say } from "./elements.js";
import { ask, send } from "./requests.js";
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
  suggestions(form, add, has);
  return new Combobox(input, { label: "Articles", find: (text, signal) => articlesFor(form, text, signal), choose: add });
}

// What the site would show beside the article, with the reason. Decisions hold at once.
function suggestions(form, add, has) {
  const block = $("[data-suggested-related]");
  const address = form.dataset.suggestions;
  const button = (text, label, act) => {
    const made = element("button", { class: "btn btn-sm", type: "button" }, text, element("span", { class: "vh" }, `: ${label}`));
    made.addEventListener("click", act);
    return made;
  };
  const decide = async (act, { id, label }) => {
    try {
      show(await send(address, new URLSearchParams({ act, other: id })));
      say({ pin: `${label} is pinned`, release: `${label} stands as its words say`, block: `${label} is blocked`, up: `${label} moved up`, down: `${label} moved down` }[act]);
      ($("button", block) ?? $("#f-related")).focus();
    } catch {
      say("The site did not take it. Try again in a moment.");
    }
  };
  const blockedLine = (one) =>
    element("li", {}, element("span", { class: "why" }, `Blocked: ${one.label}`), button("Unblock", one.label, () => decide("release", one)));
  const line = (one, mayDecide) => {
    const relate = () => {
      add(one);
      show.last();
    };
    const acts = [button("Relate", one.label, relate)];
    if (mayDecide) acts.push(button(one.is_pinned ? "Unpin" : "Pin", one.label, () => decide(one.is_pinned ? "release" : "pin", one)));
    if (mayDecide && one.is_pinned) acts.push(button("Up", one.label, () => decide("up", one)), button("Down", one.label, () => decide("down", one)));
    if (mayDecide && !one.is_pinned) acts.push(button("Block", one.label, () => decide("block", one)));
    return element("li", { class: "wide" }, element("span", { class: "why" }, element("b", {}, one.label), ` ${one.why}`), element("span", { class: "acts" }, ...acts));
  };
  const show = (told) => {
    const open = told.suggestions.filter((one) => !has(one.id));
    const blocked = told.may_decide ? told.blocked : [];
    const advice = told.advice ? [element("li", { class: "why" }, told.advice)] : [];
    show.last = () => show(told);
    block.hidden = !open.length && !blocked.length;
    $("ul", block).replaceChildren(...open.map((one) => line(one, told.may_decide)), ...blocked.map(blockedLine), ...advice);
  };
  ask(address, {}).then(show, () => {});
}
