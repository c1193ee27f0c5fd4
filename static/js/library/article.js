// A member on the page of an article: saved, read, the note, progress, highlights. Every form works without this, too.
import { followProgress } from "./progress.js";
import { keepPassages } from "./passages.js";
import { send, toast } from "./sending.js";

const acts = document.querySelector("[data-kept]");

function show({ saved, read }) {
  const shown = { save: !saved, unsave: saved, read: !read, unread: read };
  for (const button of acts.querySelectorAll("[data-act]")) button.hidden = !shown[button.dataset.act];
}

const OTHER = { save: "unsave", unsave: "save", read: "unread", unread: "read" };

async function act(name, { isUndo = false } = {}) {
  const answer = await send(acts.querySelector(`[data-act=${name}]`).formAction);
  if (!answer) return;
  show(answer);
  acts.querySelector(`[data-act=${OTHER[name]}]`).focus();
  const takesBack = name.startsWith("un") && !isUndo;
  toast(answer.said, takesBack ? () => act(OTHER[name], { isUndo: true }) : null);
}

acts.addEventListener("submit", (event) => {
  event.preventDefault();
  act(event.submitter.dataset.act);
});

const note = document.querySelector("[data-note]");
note.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await send(note.action, new FormData(note));
  if (!answer) return;
  note.elements.base.value = answer.base;
  note.elements.note.value = answer.note;
  toast(answer.said);
});

followProgress(acts.dataset.progress, () => show({ saved: !acts.querySelector("[data-act=unsave]").hidden, read: true }));
keepPassages(acts.dataset.highlight);
