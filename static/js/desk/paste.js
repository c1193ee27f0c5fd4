// What is pasted from Word, Google Docs or a web page becomes Markdown; the site converts it. Where that fails, and with
// Ctrl+Shift+V, plain text is put in. Images that are pasted or dropped are added.
import { put, putBlock } from "./caret.js";
import { $, say } from "./elements.js";
import { asMarkdown, isImage, newImage } from "./images.js";
import { send } from "./requests.js";

const RICH = /<(?:p|h[1-6]|li|b|strong|i|em|a|table|sup|sub|blockquote)[\s>]/i; // what plain text would lose

async function convert(field, html, plain) {
  const { selectionStart: from, selectionEnd: to } = field;
  field.setAttribute("aria-busy", "true");
  try {
    const { markdown, told } = await send($("#editor").dataset.convert, new URLSearchParams({ html, text: plain }));
    put(field, markdown || plain, from, to);
    if (told?.length) say(told.join(" "));
  } catch {
    put(field, plain, from, to);
    say("Put in as plain text");
  } finally {
    field.removeAttribute("aria-busy");
  }
}

async function add(field, files) {
  for (const file of files) {
    const image = await newImage(file);
    if (image) putBlock(field, asMarkdown(image));
  }
}

export function pasting(fields) {
  let isPlain = false; // browsers tell nothing of it with the paste itself
  addEventListener("keydown", (event) => {
    isPlain = event.shiftKey && event.key.toLowerCase() === "v";
  });
  for (const field of fields) {
    field.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      const plain = event.clipboardData.getData("text/plain");
      const files = [...event.clipboardData.files].filter(isImage);
      if (isPlain) return;
      if (html && RICH.test(html) && !(files.length && !plain)) {
        event.preventDefault();
        convert(field, html, plain);
      } else if (files.length) {
        event.preventDefault();
        add(field, files);
      }
    });
    field.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
    field.addEventListener("drop", (event) => {
      const files = [...event.dataTransfer.files].filter(isImage);
      if (!files.length) return;
      event.preventDefault();
      add(field, files);
    });
  }
}
