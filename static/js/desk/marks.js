// What the buttons, the shortcuts and the menu of blocks write into a text.
import { lines, put, putBlock } from "./caret.js";

const TABLE = "| What | Found |\n|---|---|\n|  |  |";

// Marks on both sides of what is selected; the same once more takes them away
function around(field, mark) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to);
  const size = mark.length;
  if (value.slice(from - size, from) === mark && value.slice(to, to + size) === mark) {
    put(field, chosen, from - size, to + size);
    field.setSelectionRange(from - size, to - size);
  } else {
    put(field, `${mark}${chosen}${mark}`);
    field.setSelectionRange(from + size, to + size);
  }
}

// A mark before each line; the same once more takes it away
function before(field, made, found) {
  const { from, to, text } = lines(field);
  const all = text.split("\n");
  const isMarked = all.every((line) => found.test(line) || !line);
  const changed = all.map((line, at) => (isMarked && text ? line.replace(found, "") : `${made(at)}${line.replace(found, "")}`));
  put(field, changed.join("\n"), from, to);
}

function link(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  put(field, isAddress ? `[](${chosen})` : `[${chosen}](https://)`);
  const at = isAddress ? from + 1 : from + chosen.length + 3;
  field.setSelectionRange(at, isAddress ? at : at + "https://".length);
}

// The mark where the caret is, and its text at the end of this part
function footnote(field) {
  const names = [...field.value.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
  const name = Math.max(0, ...names) + 1;
  put(field, `[^${name}]`, field.selectionEnd, field.selectionEnd);
  const end = field.value.trimEnd().length;
  put(field, `\n\n[^${name}]: `, end, field.value.length);
}

export const MARKS = {
  heading: (field) => before(field, () => "## ", /^#{1,6} /),
  bold: (field) => around(field, "**"),
  italic: (field) => around(field, "*"),
  superscript: (field) => around(field, "^"),
  subscript: (field) => around(field, "~"),
  link,
  list: (field) => before(field, () => "- ", /^[-*] /),
  numbers: (field) => before(field, (at) => `${at + 1}. `, /^\d+\. /),
  quotation: (field) => before(field, () => "> ", /^> ?/),
  table: (field) => putBlock(field, TABLE),
  cite: (field) => put(field, "[@"),
  footnote,
};
