// Rows of a reading list are dragged by their grip. The fields of a row lie in it, so their order is that of the page;
// the buttons beside them do the same without this.
const form = document.querySelector("[data-rows]");
let dragged = null;

function isBelow(row, event) {
  const box = row.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

function aim(event) {
  const list = event.target.closest("[data-rows-of]");
  if (!dragged || !list) return;
  event.preventDefault();
  const row = event.target.closest("[data-row]");
  if (!row) list.append(dragged);
  else if (row !== dragged) row[isBelow(row, event) ? "after" : "before"](dragged);
}

function grasp(event) {
  const row = event.target.closest("[data-grip]")?.closest("[data-row]");
  form.querySelectorAll("[data-row]").forEach((other) => other.removeAttribute("draggable"));
  row?.setAttribute("draggable", "true");
}

function begin(event) {
  dragged = event.target.closest("[data-row][draggable]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector("a").textContent);
  dragged.classList.add("is-dragged");
}

function end() {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  form.querySelector("[data-told]").textContent = "Moved. Not saved yet.";
  dragged = null;
}

if (form) {
  form.addEventListener("pointerdown", grasp);
  form.addEventListener("dragstart", begin);
  form.addEventListener("dragover", aim);
  form.addEventListener("drop", (event) => dragged && event.preventDefault());
  form.addEventListener("dragend", end);
}
