// The page as readers get it, made by the site, in a frame of the chosen width that is drawn smaller where there is less
// room.
import { $, $$, element, later, place } from "./elements.js";

const AFTER_SAVE = 400; // milliseconds

const chosen = (name) => $(`[name=${name}]:checked`).value;

export class Preview {
  constructor() {
    this.panel = $("[data-preview]");
    this.box = $(".frame-box");
    this.frame = element("iframe", { class: "frame", title: "Preview" });
    this.isStale = true;
    this.refresh = later(() => this.load(), AFTER_SAVE);
    this.box.append(this.frame);
    $$("[name=pw]").forEach((radio) => radio.addEventListener("change", () => this.fit()));
    $$("[name=pa]").forEach((radio) => radio.addEventListener("change", () => this.load()));
    $$("[name=v]").forEach((radio) => radio.addEventListener("change", () => this.shown()));
    this.frame.addEventListener("load", () => this.arrived());
    new ResizeObserver(() => this.fit()).observe(this.box);
  }

  changed() {
    this.isStale = true;
    if (this.box.checkVisibility()) this.refresh();
  }

  shown() {
    if (this.isStale && this.box.checkVisibility()) this.load();
  }

  load() {
    const reader = chosen("pa");
    this.isStale = false;
    this.place = this.frame.contentWindow?.scrollY ?? 0;
    this.frame.title = `Preview of the article as a ${reader} reads it`;
    const address = `${this.panel.dataset.preview}?as=${reader}`;
    if (this.frame.src) this.frame.contentWindow.location.replace(address);
    else this.frame.src = address;
  }

  arrived() {
    this.frame.contentWindow?.scrollTo({ top: this.place, behavior: "instant" });
    this.frame.contentDocument?.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault(); // what one reads beside the text stays there
      open(link.href, "_blank", "noopener");
    });
  }

  fit() {
    const width = Number(chosen("pw"));
    const { clientWidth: room, clientHeight: height } = this.box;
    if (!room) return;
    const scale = Math.min(1, room / width);
    place(".frame-box .frame", {
      width: `${width}px`, "max-width": "none", height: `${Math.round(height / scale)}px`,
      transform: scale < 1 ? `scale(${scale})` : "none", "margin-inline": scale < 1 ? "0" : "auto",
    });
  }
}
