// Highlights: a bar at the selection makes one, its note opens where it stands. The site finds its place by its words.
import { element, openDialog } from "./elements.js";
import { send, toast } from "./sending.js";

// As the site leaves out (library/highlights/part_text.py), and our own bar
const NOT_TEXT = ".cite-ref, .note-ref, svg, .note > b, .passage-bar";
const AROUND = 1500; // characters sent of what stands on either side
const ROOTS = { summary: ".summary", full: "#full" };

function textOf(range) {
  const copy = range.cloneContents();
  for (const left of copy.querySelectorAll(NOT_TEXT)) left.remove();
  return copy.textContent;
}

function rootOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return Object.entries(ROOTS).find(([, root]) => element?.closest(root));
}

// What the site is sent of a selection; null where it is none of one part's text
function quoted(range) {
  const [part, selector] = rootOf(range.startContainer) ?? [];
  if (!part || rootOf(range.endContainer)?.[0] !== part || !textOf(range).trim()) return null;
  const root = document.querySelector(selector);
  const before = document.createRange();
  before.setStartAfter(root.querySelector("h2"));
  if (range.compareBoundaryPoints(Range.START_TO_START, before) < 0) return null;
  before.setEnd(range.startContainer, range.startOffset);
  const behind = document.createRange();
  behind.setStart(range.endContainer, range.endOffset);
  behind.setEnd(root, root.childNodes.length);
  return { part, exact: textOf(range), prefix: textOf(before).slice(-AROUND), suffix: textOf(behind).slice(0, AROUND) };
}

function mark(range, key) {
  const root = range.commonAncestorContainer;
  const walker = document.createTreeWalker(root.nodeType === Node.TEXT_NODE ? root.parentNode : root, NodeFilter.SHOW_TEXT);
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const touched = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (range.intersectsNode(node) && node.data.trim() && !node.parentElement.closest(NOT_TEXT)) touched.push(node);
  }
  for (const node of touched) {
    const from = node === startContainer ? startOffset : 0;
    const to = node === endContainer ? endOffset : node.length;
    if (from >= to) continue;
    const piece = from ? node.splitText(from) : node;
    if (to - from < piece.length) piece.splitText(to - from);
    const made = document.createElement("mark");
    made.className = "hl";
    made.dataset.highlights = key;
    piece.replaceWith(made);
    made.append(piece);
  }
}

// The marks that are gone, each with the text that it held
function unmark(key) {
  const gone = [];
  for (const made of document.querySelectorAll("mark.hl")) {
    const keys = made.dataset.highlights.split(" ").filter((one) => one !== key);
    if (keys.length) made.dataset.highlights = keys.join(" ");
    else {
      const held = [...made.childNodes];
      made.replaceWith(...held);
      gone.push([made, held]);
    }
  }
  return gone;
}

// False where the text is no longer in the same pieces
function markAgain(gone) {
  if (!gone.length || gone.some(([, held]) => held.some((node) => !node.isConnected))) return false;
  for (const [made, held] of gone) {
    held[0].before(made);
    made.append(...held);
  }
  gone[0][0].focus({ preventScroll: true });
  return true;
}

// The first mark of each can be reached and opened by keyboard
function letFocus() {
  const seen = new Set();
  for (const made of document.querySelectorAll("mark.hl")) {
    const key = made.dataset.highlights.split(" ").at(-1);
    if (seen.has(key)) continue;
    seen.add(key);
    made.tabIndex = 0;
    made.setAttribute("role", "button");
    made.setAttribute("aria-haspopup", "dialog");
  }
}

const notes = document.querySelector("#passage-notes");
const noteOf = (key) => notes.querySelector(`[data-passage="${key}"]`);

function keepNote(key, text) {
  let kept = noteOf(key);
  if (!kept) {
    kept = document.createElement("p");
    kept.dataset.passage = key;
    notes.append(kept);
  }
  kept.textContent = text;
}

function openNote(key) {
  const text = element("textarea", { id: "passage-note", rows: 4, maxLength: 5000, value: noteOf(key)?.textContent ?? "" });
  const keep = element("button", { type: "submit", className: "btn btn-primary", value: "keep", textContent: "Keep the note" });
  const remove = element("button", { type: "submit", className: "btn", value: "remove", textContent: "Remove the highlight" });
  const close = element("button", { type: "submit", className: "linkish", value: "", textContent: "Close" });
  const label = element("label", { htmlFor: "passage-note", textContent: "Note on this passage, only you see it" });
  const form = element("form", {}, label, text, element("p", { className: "links" }, keep, remove, close));
  openDialog("Your highlight", form, async (value, leave) => {
    if (value === "remove") {
      leave();
      await removePassage(key);
      return;
    }
    const answer = await send(`/library/highlights/${key}/note/`, { note: text.value });
    if (!answer) return; // what was typed stays there
    leave();
    keepNote(key, answer.note);
    toast(answer.said);
  });
}

async function removePassage(key) {
  const answer = await send(`/library/highlights/${key}/remove/`);
  if (!answer) return;
  const gone = unmark(key);
  const said = toast(answer.said, async () => {
    if (await send("/library/highlights/put-back/", { sealed: answer.sealed }) && !markAgain(gone)) location.reload();
  });
  said.querySelector("button").focus(); // the mark that had the focus is gone
}

function bar(address, leave) {
  const make = async (opensNote) => {
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const fields = range && quoted(range);
    if (!fields) return;
    const answer = await send(address, fields);
    if (!answer) return;
    mark(range, answer.key);
    letFocus();
    selection.removeAllRanges();
    document.querySelector(`mark.hl[tabindex][data-highlights~="${answer.key}"]`)?.focus({ preventScroll: true });
    leave();
    if (opensNote) openNote(answer.key);
    else toast(answer.said);
  };
  const one = element("button", { type: "button", className: "btn", textContent: "Highlight", onclick: () => make(false) });
  const two = element("button", { type: "button", className: "btn", textContent: "Highlight and note", onclick: () => make(true) });
  const box = element("div", { className: "passage-bar" }, one, two);
  box.setAttribute("role", "toolbar");
  box.setAttribute("aria-label", "The selected words");
  box.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  return box;
}

export function keepPassages(address) {
  const leave = () => {
    const host = box.parentNode;
    box.remove();
    host?.normalize();
  };
  const box = bar(address, leave);
  let timer = 0;
  let isHeld = false; // a button of the mouse, or Shift: they are still selecting

  // At the end of the selected words: below them to the eye, and the next that Tab comes to
  const place = () => {
    const selection = getSelection();
    if (isHeld || box.contains(document.activeElement)) return;
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    if (!range || !quoted(range)) {
      leave();
      return;
    }
    const end = range.cloneRange();
    end.collapse(false);
    end.insertNode(box);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(place, 200);
  };
  document.addEventListener("selectionchange", later);
  for (const name of ["pointerdown", "pointerup", "pointercancel"]) {
    document.addEventListener(name, () => {
      isHeld = name === "pointerdown";
      later();
    });
  }
  // The next word that Shift and an arrow take in is one of the text, not of the bar
  for (const name of ["keydown", "keyup"]) {
    document.addEventListener(name, (event) => {
      if (event.key !== "Shift" || box.contains(document.activeElement)) return;
      isHeld = name === "keydown";
      if (isHeld) leave();
      else later();
    });
  }
  const opened = (event) => {
    const made = event.target.closest?.("mark.hl");
    if (made && getSelection().isCollapsed) openNote(made.dataset.highlights.split(" ").at(-1));
  };
  document.addEventListener("click", opened);
  document.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches?.("mark.hl")) {
      event.preventDefault();
      openNote(event.target.dataset.highlights.split(" ").at(-1));
    }
  });
  letFocus();
}
