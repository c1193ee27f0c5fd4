// The panes beside each other: which part of the text, which tab, and how much room is left below the bars.
import { $, $$, place } from "./elements.js";

// The text that is worked on. Who never was in it goes on at its end.
export function current() {
  const text = $(`.md[name=${$("[name=part]:checked").value}]`);
  if (!text.dataset.wasEntered) text.setSelectionRange(text.value.length, text.value.length);
  return text;
}

export function showPart(name) {
  $$("[name=part]").forEach((radio) => { radio.checked = radio.value === name; });
}

export const isNarrow = () => $(".sw").checkVisibility();

function measure() {
  const bar = $(".bar").offsetHeight;
  const above = $(".ed").getBoundingClientRect().top + scrollY;
  place(".p-editor", { "--bar": `${bar}px`, "--bars": `${Math.round(above)}px` });
}

// Links without script, the tab pattern with it. `opened(panel)` is called when one is shown.
export function tabs(opened) {
  const list = $("[data-tabs]");
  const all = $$("a", list);
  const panels = all.map((tab) => $(tab.getAttribute("href")));
  const pick = (at) => {
    all.forEach((tab, one) => {
      tab.setAttribute("aria-selected", String(one === at));
      tab.tabIndex = one === at ? 0 : -1;
      panels[one].hidden = one !== at;
    });
    opened(panels[at]);
  };
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", "Beside the text");
  all.forEach((tab, at) => {
    tab.setAttribute("role", "tab");
    tab.id = `tab-${at}`;
    tab.setAttribute("aria-controls", panels[at].id);
    panels[at].setAttribute("role", "tabpanel");
    panels[at].setAttribute("aria-labelledby", tab.id);
    panels[at].tabIndex = 0;
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      pick(at);
    });
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = (to + all.length) % all.length;
      pick(next);
      all[next].focus();
    });
  });
  pick(0);
}

const words = (text) => text.trim().split(/\s+/).filter(Boolean).length;

function counts(form) {
  for (const shown of $$("[data-words-of]")) shown.textContent = ` · ${words(form.elements[shown.dataset.wordsOf].value)} words`;
  for (const shown of $$("[data-length]")) shown.textContent = `${form.elements.title.value.trim().length} of ${shown.dataset.length}`;
  for (const shown of $$("[data-words]")) shown.textContent = `${words(form.elements.standfirst.value)} words`;
  $("[data-shown-title]").textContent = form.elements.title.value.trim() || "No title yet";
}

const holds = (form, fact) => [...form.elements].some((field) => field.name.startsWith(`glance-${fact}-`) && field.value);

// What belongs to the other kind of article is not shown, but for facts that say something: only who sees them can empty them
function kinds(form) {
  const kind = new FormData(form).get("kind");
  for (const part of $$("[data-only-for]")) {
    const { onlyFor, fact } = part.dataset;
    part.hidden = !onlyFor.split(" ").includes(kind) && !(fact && holds(form, fact));
  }
}

export function panes(form) {
  const update = () => {
    counts(form);
    kinds(form);
  };
  form.addEventListener("input", update);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-line]") && !event.isComposing) event.preventDefault();
  });
  for (const field of $$(".md")) {
    field.addEventListener("focus", () => {
      showPart(field.name);
      field.dataset.wasEntered = "yes";
    });
  }
  if (matchMedia("(max-width: 52rem)").matches) $$(".fields > details:nth-of-type(n+3)").forEach((part) => { part.open = false; });
  const above = new ResizeObserver(measure);
  for (const part of $$(".ed-title, .bar, .ed-kept")) above.observe(part);
  addEventListener("resize", measure);
  measure();
  update();
}
