// “Add to a list” without leaving the page: the member's lists in a dialog. The link leads to a page that asks the same.
import { element, openDialog } from "./elements.js";
import { send, toast } from "./sending.js";

const NEW = "new";
let number = 0; // of the fields, each with its own id

function field(label, input, hint = "") {
  input.id = `to-list-${number += 1}`;
  const parts = [element("label", { htmlFor: input.id, textContent: label }), input];
  if (hint) {
    parts.splice(1, 0, element("p", { className: "hint", id: `${input.id}-hint`, textContent: hint }));
    input.setAttribute("aria-describedby", `${input.id}-hint`);
  }
  return element("div", { className: "field" }, ...parts);
}

function choice(value, label, isChosen) {
  const input = element("input", { type: "radio", name: "list", value, checked: isChosen, id: `to-list-${number += 1}` });
  return element("div", { className: "check" }, input, element("label", { htmlFor: input.id, textContent: label, dir: "auto" }));
}

// As templates/library/add_to_list.html
function formFor({ article, lists, longest }) {
  const choices = lists.map(({ key, title, holds }, place) => choice(key, holds ? `${title} (it is in it)` : title, place === 0));
  const all = element("fieldset", {}, element("legend", { textContent: "To which list" }), ...choices);
  all.append(choice(NEW, "A new list", !lists.length));
  const title = field("Title of a new list", element("input", { name: "title", maxLength: longest.title, dir: "auto" }));
  const reason = element("textarea", { name: "reason", rows: 2, maxLength: longest.reason, dir: "auto" });
  const add = element("button", { type: "submit", className: "btn btn-primary", value: "add", textContent: "Add it" });
  const close = element("button", { type: "submit", className: "linkish", value: "", textContent: "Close", formNoValidate: true });
  const form = element("form", {}, element("p", { dir: "auto" }, element("b", { textContent: article })), all, title,
    field("Why it is read there", reason, "May stay empty."), element("p", { className: "links" }, add, close));
  const show = () => {
    title.hidden = form.elements.list.value !== NEW;
    form.elements.title.required = !title.hidden;
  };
  form.addEventListener("change", show);
  show();
  return form;
}

async function ask(link) {
  const answer = await fetch(link.href, { headers: { Accept: "application/json" } }).catch(() => null);
  const asked = answer?.ok ? await answer.json().catch(() => null) : null;
  if (!asked) {
    location.assign(link.href);
    return;
  }
  const form = formFor(asked);
  openDialog("Add to a list", form, async (value, close) => {
    const added = await send(link.href, new FormData(form));
    if (!added) return; // why not is said, and what was typed stays there
    close();
    toast(added.said);
  });
}

// Links with `data-add-to-list`, also those that are made later
export function offerLists() {
  const opened = (event) => {
    const link = event.target.closest?.("a[data-add-to-list]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ask(link);
  };
  document.addEventListener("click", opened);
  document.addEventListener("keydown", (event) => { if (event.key === " ") opened(event); });
  for (const link of document.querySelectorAll("a[data-add-to-list]")) asButton(link);
}

export function asButton(link) {
  link.setAttribute("role", "button");
  link.setAttribute("aria-haspopup", "dialog");
}

// On a card, behind its “Save”
export function addToListOf(card) {
  const link = element("a", { className: "add-to-list", href: card.href.replace(/save\/$/, "lists/"), rel: "nofollow" }, "Add to a list");
  link.dataset.addToList = "";
  link.append(card.querySelector(".vh").cloneNode(true));
  asButton(link);
  card.after(link);
}
