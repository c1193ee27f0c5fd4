// Key points: Enter at the end of the last one begins another.
import { $, pattern } from "./elements.js";
import { Rows } from "./rows.js";

export function points() {
  const add = $("[data-add-point]");
  const rows = new Rows($("[data-points]"), {
    count: "key_points",
    spare: add,
    keys: true,
    number: (row, place) => $("textarea", row).setAttribute("aria-label", `Key point ${place + 1}`),
  });
  const another = () => $("textarea", rows.add(pattern("row-point"))).focus();
  add.addEventListener("click", another);
  rows.list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target !== $("textarea", rows.rows.at(-1))) return;
    event.preventDefault();
    if (event.target.value.trim()) another();
  });
}
