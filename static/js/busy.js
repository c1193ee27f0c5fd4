// A form that was sent says so on the button that was pressed, and is sent once. What the button says meanwhile stands
// in data-busy, on it or around it. When one comes back to the page, stops waiting (Escape) or waited long, it can be
// pressed again. Other modules may say that a form is busy, and that it no longer is.
const busyForms = new Map(); // with what gives each its button back
const LONGEST_WAIT = 30_000; // milliseconds

function startBusy(form, button) {
  const status = document.querySelector("#status");
  const timer = setTimeout(() => endBusy(form), LONGEST_WAIT);
  if (button) {
    const otherwise = form.method === "post" ? "Sending…" : "Loading…";
    status.textContent = button.dataset.says = button.closest("[data-busy]")?.dataset.busy || otherwise;
    button.ariaBusy = "true"; // style sheets write what it says over its own words, so it keeps its width
  }
  busyForms.set(form, () => {
    clearTimeout(timer);
    if (button) button.ariaBusy = status.textContent = null;
  });
}

function endBusy(form) {
  busyForms.get(form)?.();
  busyForms.delete(form);
}

addEventListener("submit", (event) => {
  if (!busyForms.has(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });

addEventListener("submit", ({ target: form, submitter, defaultPrevented }) => {
  if (!defaultPrevented && (submitter?.formTarget || form.target) !== "_blank") startBusy(form, submitter);
});

const sentByHtmx = ({ detail }) => detail.requestConfig?.triggeringEvent;
addEventListener("htmx:beforeRequest", (event) => {
  const sent = sentByHtmx(event);
  if (sent?.type === "submit") startBusy(sent.target, sent.submitter);
});
addEventListener("htmx:afterRequest", (event) => endBusy(sentByHtmx(event)?.target));

const endAll = () => [...busyForms.keys()].forEach(endBusy);
addEventListener("pageshow", endAll);
addEventListener("keydown", ({ key }) => key === "Escape" && endAll());
