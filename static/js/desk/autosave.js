// Saving without being asked: after a pause, one request at a time, and never against somebody else's words. What is
// typed stands in this browser until the site has it.
import { $, element, pattern, say } from "./elements.js";
import { LoggedOut, Refused, send } from "./requests.js";
import { drop, keep } from "./storage.js";

const PAUSE = 2000; // milliseconds after the last key
const LONGEST = 20_000; // of typing without a pause
const KEEPING = 500; // until it stands in this browser
const LONGEST_WAIT = 30_000; // between two tries
const MOST_ALONG = 60_000; // bytes that a browser sends for a page that is going away
const NOT_WORDS = ["base", "tab", "typed_tags"];

export function wordsOf(body) {
  return [...new URLSearchParams(body)].filter(([name, value]) => value && !NOT_WORDS.includes(name)).join("\n");
}

export class Autosave {
  constructor(form, tab) {
    this.form = form;
    this.tab = form.elements.tab.value = tab;
    this.key = `${form.dataset.account}/${form.dataset.article}/${tab}`;
    this.saved = wordsOf(this.body());
    this.running = null;
    this.conflict = null;
    this.isLoggedOut = false;
    this.isKeptHere = true; // until it turns out that this browser keeps nothing
    this.failures = this.pause = this.keeping = this.since = 0;
    this.listeners = [];
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("focusout", () => this.isDirty() && this.soon(300));
    document.addEventListener("visibilitychange", () => this.seenOrLeft());
    addEventListener("focus", () => this.isLoggedOut && this.save());
    addEventListener("online", () => this.isDirty() && this.save());
    addEventListener("pagehide", () => this.leave());
    addEventListener("beforeunload", (event) => this.isDirty() && !this.isKeptHere && event.preventDefault());
  }

  // Without the token, which may be another one when it is sent
  body() {
    const body = new URLSearchParams(new FormData(this.form));
    body.delete("csrfmiddlewaretoken");
    return body.toString();
  }

  isDirty() {
    return wordsOf(this.body()) !== this.saved;
  }

  // `listener(answer)` is called whenever the site has something new
  onSaved(listener) {
    this.listeners.push(listener);
  }

  changed() {
    if (!this.isDirty()) return;
    this.since ||= Date.now();
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), KEEPING);
    if (!this.conflict && !this.isLoggedOut && !this.failures) {
      this.show("Not saved yet", "off");
      this.soon(Date.now() - this.since > LONGEST ? 0 : PAUSE);
    }
  }

  async keep() {
    const body = this.body();
    if (wordsOf(body) === this.saved) return;
    const { base } = this.form.elements;
    this.isKeptHere = await keep(this.key, { tab: this.tab, base: base.value, at: Date.now(), body });
  }

  soon(milliseconds) {
    clearTimeout(this.pause);
    if (this.conflict) return; // what goes on is kept here
    this.pause = setTimeout(() => this.save(), milliseconds);
  }

  // True when the site has all that stands in the form
  async save() {
    clearTimeout(this.pause);
    while (this.running) await this.running;
    if (!this.isDirty()) return true;
    this.running = this.try();
    const isSaved = await this.running;
    this.running = null;
    return isSaved;
  }

  async try() {
    const body = this.body();
    if (!this.conflict && !this.failures) this.show("Saving…", "off");
    try {
      this.has(body, await send(this.form.action, body));
      return !this.isDirty();
    } catch (error) {
      await this.keep();
      this.failed(error);
      return false;
    }
  }

  has(body, said) {
    const wasTroubled = this.failures || this.isLoggedOut;
    this.form.elements.base.value = said.revision;
    this.saved = wordsOf(body);
    this.failures = this.since = 0;
    this.isLoggedOut = false;
    if (this.isDirty()) {
      this.since = Date.now();
      this.soon(PAUSE);
      this.keep();
    } else {
      clearTimeout(this.keeping);
      drop(this.key);
      this.show(`Saved ${said.at}`, "ok");
      if (wasTroubled) say("Saved");
    }
    for (const listener of this.listeners) listener(said);
  }

  failed(error) {
    if (error instanceof LoggedOut) return this.loggedOut();
    if (error instanceof Refused && error.status === 409) return this.conflicts(error.said);
    this.failures += 1;
    this.soon(Math.min(1000 * 2 ** this.failures, LONGEST_WAIT));
    this.trouble(this.isKeptHere ? "Not saved. Your text is kept in this browser. Trying again." : "Not saved. Trying again.");
  }

  loggedOut() {
    const here = encodeURIComponent(location.pathname);
    const link = element("a", { href: `${this.form.dataset.logIn}?next=${here}`, target: "_blank" }, "Log in (another tab)");
    this.isLoggedOut = true;
    this.soon(LONGEST_WAIT / 2);
    this.trouble("You are logged out. Your text is kept in this browser.", link);
  }

  conflicts({ conflict, by, at }) {
    this.conflict = conflict;
    const link = element("a", { href: conflict }, "See both versions");
    link.addEventListener("click", (event) => this.seeBoth(event));
    this.trouble(`${by} saved at ${at}. Your text is kept.`, link);
  }

  // What was typed since is sent along, and set aside in place of what was
  async seeBoth(event) {
    event.preventDefault();
    if (this.isDirty()) await this.save();
    await drop(this.key);
    this.saved = wordsOf(this.body());
    location.assign(this.conflict);
  }

  trouble(text, link) {
    const isNew = $("[data-says]").textContent !== text;
    this.show(text, "bad", link);
    if (isNew) say(text);
  }

  show(text, state, link) {
    const sign = { ok: "sign-good", bad: "sign-bad", off: "sign-good" }[state];
    const saved = $("[data-saved]");
    saved.className = `saved sign ${state}`;
    $("[data-sign]", saved).replaceChildren(...(state === "off" ? [] : [pattern(sign)]));
    $("[data-says]", saved).textContent = text;
    $("[data-way-out]", saved).replaceChildren(...(link ? [link] : []));
    $("[data-way-out]", saved).hidden = !link;
  }

  async submit(event) {
    event.preventDefault();
    if (await this.save()) say($("[data-says]").textContent);
  }

  seenOrLeft() {
    if (document.visibilityState === "hidden") this.leave();
    else if (this.isDirty()) this.soon(300);
  }

  // The page may be gone at any moment: what is small enough goes along, and everything stands here
  leave() {
    if (!this.isDirty()) return;
    this.keep();
    const body = this.body();
    if (this.running || this.conflict || this.isLoggedOut || body.length > MOST_ALONG) return;
    this.running = send(this.form.action, body, { keepalive: true })
      .then((said) => this.has(body, said), (error) => this.failed(error))
      .finally(() => { this.running = null; });
  }
}
