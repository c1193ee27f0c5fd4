// A question in a dialog of the page: what is answered, or null where it was left.
import { $ } from "./elements.js";

// A dialog that closes gives the focus back, and puts the caret of a text at its beginning
function caretKept() {
  const text = document.activeElement;
  if (!text.matches(".md")) return () => {};
  const { selectionStart, selectionEnd } = text;
  return () => text.setSelectionRange(selectionStart, selectionEnd);
}

export function asked(dialog, answer) {
  const putCaretBack = caretKept();
  const told = $("[data-told]", dialog);
  const go = $("[data-go]", dialog);
  told.textContent = "";
  return new Promise((resolve) => {
    const over = new AbortController();
    const listen = (target, name, act) => target.addEventListener(name, act, { signal: over.signal });
    listen($("form", dialog), "submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      go.disabled = true;
      try {
        const result = await answer();
        over.abort();
        dialog.close();
        putCaretBack();
        resolve(result);
      } catch (error) {
        told.textContent = error instanceof TypeError ? "The site cannot be reached now. Try again in a moment." : error.message;
      } finally {
        go.disabled = false;
      }
    });
    listen($("[data-cancel]", dialog), "click", () => dialog.close());
    listen(dialog, "close", () => {
      over.abort();
      putCaretBack();
      resolve(null);
    });
    dialog.showModal();
  });
}
