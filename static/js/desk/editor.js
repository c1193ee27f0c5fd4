// The editor: puts its modules together. Without this file the page is a form with a button that saves.
import { Autosave } from "./autosave.js";
import { Beside, go } from "./beside.js";
import { put, putBlock } from "./caret.js";
import { CaretMenu } from "./caret_menu.js";
import { $, $$ } from "./elements.js";
import { asMarkdown, newImage } from "./images.js";
import { Kept, holdTab } from "./kept.js";
import { leadImage } from "./lead_image.js";
import { current, panes, tabs } from "./panes.js";
import { pasting } from "./paste.js";
import { points } from "./points.js";
import { presence } from "./presence.js";
import { Preview } from "./preview.js";
import { References } from "./references.js";
import { articlesFor, related } from "./related.js";
import { Tags } from "./tags.js";
import { toolbar } from "./toolbar.js";

// New for each page, so two tabs that were copied from one another are two
function newTab() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function image(field) {
  const added = await newImage();
  field.focus();
  if (added) putBlock(field, asMarkdown(added));
}

// Whoever leaves by an act or logs out takes along what was typed
function saveFirst(autosave) {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-act]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (await autosave.save()) location.assign(link.href);
  });
  for (const form of $$("[data-log-out]")) {
    form.addEventListener("submit", async (event) => {
      if (!autosave.isDirty()) return;
      event.preventDefault();
      await autosave.save();
      form.submit();
    });
  }
}

const form = $("#editor");
const tab = newTab();
const fields = $$(".md");
panes(form);
points();
const references = new References(form, current);
const tags = new Tags(form);
related(form);
leadImage(form);
toolbar(current, { image, cite: (field) => put(field, "[@") });
new CaretMenu(fields, {
  blocks: { image },
  cited: (reference) => references.add(reference),
  finders: {
    articles: (text, signal) => articlesFor(form, text, signal),
    references: async (text, signal) => (await references.find(text, signal)).map((one) => ({ ...one, code: "" })),
  },
});
pasting(fields);
const autosave = new Autosave(form, tab); // after all others have numbered their rows
const preview = new Preview();
const beside = new Beside(form);
tabs((panel) => (panel.id === "p-preview" ? preview.shown() : beside.opened(panel)));
autosave.onSaved((said) => {
  beside.acts(said.state);
  preview.changed();
  beside.refresh();
  tags.suggestSoon();
});
beside.refresh();
tags.suggestSoon();
saveFirst(autosave);
holdTab(tab);
presence(form, tab);
await new Kept(autosave).offer();
if (location.hash) go(form, location.hash.slice(1));
form.dataset.is = "ready";
