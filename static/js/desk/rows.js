// Rows that are added, removed and moved: key points, tags, related articles, references. Buttons and keys do the same.
import { $, $$, say, tell } from "./elements.js";

// The rows of a list, renumbered by `number(row, place)` after each change; `spare` takes the focus when none is left
export class Rows {
  constructor(list, { count, number = () => {}, spare, keys = false }) {
    Object.assign(this, { list, number, spare, count: $(`[data-count="${count}"]`) });
    list.addEventListener("click", (event) => this.pressed(event));
    if (keys) list.addEventListener("keydown", (event) => this.key(event));
    this.renumber();
  }

  get rows() {
    return $$(":scope > [data-row]", this.list);
  }

  renumber() {
    const { rows } = this;
    rows.forEach((row, place) => {
      this.number(row, place);
      for (const button of $$("[data-move]", row)) {
        button.setAttribute("aria-disabled", String(!rows[place + Number(button.dataset.move)]));
      }
    });
    if (this.count) this.count.textContent = rows.length;
  }

  changed() {
    this.renumber();
    tell(this.list);
  }

  add(row) {
    this.list.append(row);
    this.changed();
    return row;
  }

  move(row, by) {
    const { rows } = this;
    const other = rows[rows.indexOf(row) + by];
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    this.changed();
    say(`Moved to place ${this.rows.indexOf(row) + 1} of ${rows.length}`);
  }

  remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.changed();
    say("Removed");
    ($("[data-label], [data-remove]", next ?? row.ownerDocument.createElement("i")) ?? this.spare).focus();
  }

  pressed(event) {
    const button = event.target.closest("[data-move], [data-remove]");
    if (!button) return;
    const row = button.closest("[data-row]");
    if (button.dataset.move === undefined) this.remove(row);
    else {
      this.move(row, Number(button.dataset.move));
      button.focus();
    }
  }

  // Alt and an arrow move the row, Delete removes it
  key(event) {
    const row = event.target.closest("[data-row]");
    if (!row || !this.list.contains(row)) return;
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const isText = event.target.matches("textarea, input:not([type=checkbox]), select");
    if (event.altKey && by) {
      event.preventDefault();
      const { activeElement } = document;
      this.move(row, by);
      activeElement.focus();
    } else if (!isText && ["Delete", "Backspace"].includes(event.key)) {
      event.preventDefault();
      this.remove(row);
    }
  }
}
