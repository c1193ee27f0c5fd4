// Where the caret is in a text, and putting text there so that the browser's own undo takes it back.
import { element, tell } from "./elements.js";

export function put(field, text, from = field.selectionStart, to = field.selectionEnd) {
  field.focus();
  field.setSelectionRange(from, to);
  const isDone = text ? document.execCommand("insertText", false, text) : from === to || document.execCommand("delete");
  if (isDone) return;
  field.setRangeText(text, from, to, "end");
  tell(field);
}

// The lines that the selection touches: where they begin and end, and their text
export function lines(field) {
  const from = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const after = field.value.indexOf("\n", Math.max(field.selectionEnd, from));
  const to = after < 0 ? field.value.length : after;
  return { from, to, text: field.value.slice(from, to) };
}

// Puts text in paragraphs of its own
export function putBlock(field, text) {
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const opening = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const closing = !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  put(field, `${opening}${text}${closing}`);
}

// From the corner of the field, in pixels: the same text in a copy of it
export function caretPlace(field) {
  const mark = element("span", {}, "\u200b");
  const copy = element("div", { class: "md md-copy", "aria-hidden": "true" }, field.value.slice(0, field.selectionEnd), mark);
  field.parentElement.append(copy);
  const found = { left: mark.offsetLeft, top: mark.offsetTop - field.scrollTop, height: mark.offsetHeight };
  copy.remove();
  return found;
}

export function scrollToCaret(field) {
  const { top } = caretPlace(field);
  field.scrollTop += top - field.clientHeight / 3;
}
