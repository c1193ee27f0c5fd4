// Offers back what this browser kept because the site did not get it: after a crash, a log-out, a cut network.
import { $, element } from "./elements.js";
import { LoggedOut, Refused, send } from "./requests.js";
import { drop, keep, recall } from "./storage.js";
import { wordsOf } from "./autosave.js";

const CALLED = { title: "Title", standfirst: "Standfirst", key_points: "Key points", summary: "Summary", full_post: "Full post", tags: "Tags", image: "Image", image_caption: "Caption", slug: "Address", byline: "Byline", paper: "Paper", references: "References" };
const AGAIN = 2000; // milliseconds
const LONG = 12; // words that are told before they are counted

// A tab that is still open sends its words itself
async function openTabs() {
  const held = await navigator.locks?.query();
  return new Set((held?.held ?? []).map((lock) => lock.name));
}

export function holdTab(tab) {
  navigator.locks?.request(`desk-${tab}`, () => new Promise(() => {}));
}

function values(body) {
  const found = new Map();
  for (const [name, value] of new URLSearchParams(body)) if (CALLED[name] && value) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}

export class Kept {
  constructor(autosave) {
    this.autosave = autosave;
    this.notice = $("[data-kept]");
    this.undo = $("[data-kept-undo]");
    $("[data-kept-restore]").addEventListener("click", () => this.restore());
    $("[data-kept-look]").addEventListener("click", () => this.look());
    $("[data-kept-drop]").addEventListener("click", () => this.throwAway());
    $("button", this.undo).addEventListener("click", () => this.takeBack());
  }

  // A page that is going away counts as open for a moment: `tries` are left
  async offer(tries = 5) {
    clearTimeout(this.again);
    const { account, article } = this.autosave.form.dataset;
    const open = await openTabs();
    const here = wordsOf(this.autosave.body());
    this.found = null;
    for (const one of await recall(`${account}/${article}/`)) {
      if (open.has(`desk-${one.tab}`)) {
        if (tries) this.again = setTimeout(() => this.offer(tries - 1), AGAIN);
      } else if (wordsOf(one.body) === here) await drop(one.key);
      else this.found ??= one;
    }
    this.notice.hidden = !this.found;
    if (!this.found) return;
    const at = new Date(this.found.at);
    const isToday = at.toDateString() === new Date().toDateString();
    const said = at.toLocaleString("en-GB", { hour: "2-digit", minute: "2-digit", ...(isToday ? {} : { day: "numeric", month: "short" }) });
    $("[data-kept-says]").replaceChildren(element("b", {}, "Words that were not saved"), `, from ${said}. This browser kept them.`);
  }

  // As a save of its own, from the revision that it started from: whatever came in between is put beside it
  async restore() {
    const { found, autosave } = this;
    await autosave.save();
    try {
      await send(autosave.form.action, found.body);
      await drop(found.key);
      location.reload();
    } catch (error) {
      if (error instanceof Refused && error.status === 409) {
        await drop(found.key);
        location.assign(error.said.conflict);
      } else if (error instanceof LoggedOut) autosave.loggedOut();
      else $("[data-kept-says]").textContent = "The site did not take them now. They stay in this browser: try again in a moment.";
    }
  }

  look() {
    const list = $("#kept-words");
    const here = values(this.autosave.body());
    list.replaceChildren();
    for (const [name, kept] of values(this.found.body)) {
      if (kept.join("\n") === (here.get(name) ?? []).join("\n")) continue;
      const text = kept.join("\n");
      const words = text.split(/\s+/).length;
      list.append(element("dt", {}, words > LONG ? `${CALLED[name]} (${words} words)` : CALLED[name]), element("dd", { dir: "auto" }, text));
    }
    list.hidden = !list.hidden;
    $("[data-kept-look]").setAttribute("aria-expanded", String(!list.hidden));
  }

  async throwAway() {
    this.thrown = this.found;
    await drop(this.thrown.key);
    this.notice.hidden = true;
    this.undo.hidden = false;
    $("button", this.undo).focus();
  }

  async takeBack() {
    const { key, ...value } = this.thrown;
    await keep(key, value);
    this.undo.hidden = true;
    await this.offer();
    $("[data-kept-restore]").focus();
  }
}
