// A form with an element marked data-unsaved asks before it is left with text that was not sent.
// With data-unsaved="sent" the server gave the text back, so it is unsaved from the start.
for (const mark of document.querySelectorAll("[data-unsaved]")) {
  const form = mark.form;
  const written = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
  let before = null;
  let isSent = false;
  addEventListener("load", () => {
    if (mark.dataset.unsaved !== "sent") before = written();
  });
  addEventListener("pageshow", () => {
    isSent = false;
  });
  form.addEventListener("submit", (event) => {
    isSent = (event.submitter?.formTarget || form.target) !== "_blank" && !event.defaultPrevented;
  });
  addEventListener("beforeunload", (event) => {
    if (!isSent && written() !== before) event.preventDefault();
  });
}
