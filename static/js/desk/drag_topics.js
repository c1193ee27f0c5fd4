// A topic dragged onto another of its taxonomy opens the question whether it is to stand under that one.
let dragged = null;
const topic = (event) => event.target.closest("[data-topic]");

function fits(row) {
  return dragged && row && row !== dragged && row.closest("section") === dragged.closest("section");
}

function mark(row) {
  document.querySelectorAll(".is-aimed-at").forEach((other) => other.classList.remove("is-aimed-at"));
  row?.classList.add("is-aimed-at");
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-grip]") ? topic(event) : null;
  dragged && event.dataTransfer.setData("text/plain", dragged.dataset.label);
});
document.addEventListener("dragover", (event) => {
  const row = topic(event);
  if (fits(row)) event.preventDefault();
  mark(fits(row) ? row : null);
});
document.addEventListener("drop", (event) => {
  const row = topic(event);
  if (!fits(row)) return;
  event.preventDefault();
  location.assign(`${dragged.querySelector("a").pathname}move/?${new URLSearchParams({ under: row.dataset.label })}`);
});
document.addEventListener("dragend", () => mark(null));
