// Elements made by scripts, and dialogs over the page: what had the focus has it again afterwards.

export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// `submitted` is given the value of the button, and what closes the dialog. Escape and “Close” have no value.
export function openDialog(label, form, submitted) {
  const heading = element("h2", { id: "kept-dialog-h", textContent: label });
  const dialog = element("dialog", { className: "kept-dialog" }, heading, form);
  dialog.setAttribute("aria-labelledby", heading.id);
  form.method = "dialog";
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    const { value } = event.submitter;
    if (!value) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    await submitted(value, () => dialog.close());
    isBusy = false;
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
