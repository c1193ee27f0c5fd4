// Suggestions while one types, after the combobox pattern of the ARIA Authoring Practices (editable, list
// autocomplete). The box stays a plain search box where this file does not run. site.js has `say`.
const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// The text with the beginnings of words marked that were typed
function withMarks(text, typed) {
  const beginnings = bare(typed).match(/[\p{L}\p{N}]+/gu) ?? [];
  return text.split(/([\p{L}\p{N}]+)/u).flatMap((word) => {
    const size = Math.max(0, ...beginnings.filter((part) => bare(word).startsWith(part)).map((part) => part.length));
    return size ? [element("mark", {}, word.slice(0, size)), word.slice(size)] : [word];
  });
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.request = null;
    this.timer = 0;
    this.active = -1;
    this.list = element("div", { id: `${input.id}-suggestions`, role: "listbox", class: "suggestions", "aria-label": "Suggestions" });
    this.list.hidden = true;
    input.form.append(this.list);
    input.type = "text"; // what has a list of its own is no plain search box any more
    const roles = { role: "combobox", enterkeyhint: "search", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    input.form.addEventListener("submit", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    addEventListener("pagehide", () => this.close());
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  later() {
    this.stop();
    if (!this.input.value.trim()) this.close();
    else this.timer = setTimeout(() => this.ask(), 150);
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async ask({ andEnter = false } = {}) {
    this.stop();
    const request = this.request = new AbortController();
    const typed = this.input.value;
    try {
      const answer = await fetch(`${this.input.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: request.signal });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (request.signal.aborted) return;
      this.show(suggestions, typed);
      if (andEnter) this.move(1);
    } catch {
      if (!request.signal.aborted) this.close();
    }
  }

  show(suggestions, typed) {
    const groups = new Map();
    for (const one of suggestions) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
    this.list.replaceChildren(...[...groups].map(([name, found], place) => {
      const heading = element("div", { class: "s-group", id: `${this.list.id}-${place}`, role: "presentation" }, name);
      return element("div", { role: "group", "aria-labelledby": heading.id }, heading, ...found.map((one) => this.option(one, typed)));
    }));
    this.options.forEach((option, place) => { option.id = `${this.list.id}-o${place}`; });
    const number = suggestions.length;
    this.setOpen(number > 0);
    say(number ? `${number} ${number === 1 ? "suggestion" : "suggestions"}` : "No suggestions");
  }

  // A link, so that it can be opened in another tab, too
  option({ label, also, kind, count, url }, typed) {
    const made = element("a", { role: "option", "aria-selected": "false", tabindex: "-1", href: url }, element("span", {}, ...withMarks(label, typed)));
    if (also) made.append(" ", element("span", { class: "s-more" }, "also ", ...withMarks(also, typed)));
    if (count !== undefined) made.append(" ", element("span", { class: "s-more s-kind" }, `${kind}, ${count} ${count === 1 ? "summary" : "summaries"}`));
    return made;
  }

  setOpen(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    this.activate(-1);
  }

  close() {
    this.stop();
    this.setOpen(false);
  }

  activate(place) {
    this.active = place;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = this.options[place];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  // Up and down go round, and pass through the box itself
  move(by) {
    const places = this.options.length + 1;
    this.activate((this.active + 1 + by + places) % places - 1);
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen && !event.altKey) this.move(event.key === "ArrowDown" ? 1 : -1);
      else if (isOpen) this.close();
      else if (this.input.value.trim()) this.ask({ andEnter: !event.altKey });
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.options[this.active].click();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      this.activate(-1); // the cursor moves in the box
    }
  }
}

document.querySelectorAll("input[data-suggest]").forEach((input) => new Suggestions(input));
