// Small pieces that every module of the editor makes its elements with.
export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// A copy of what stands in a template of the page
export function pattern(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

export function glyph(look) {
  return pattern(document.getElementById(`glyph-${look}`) ? `glyph-${look}` : "glyph-");
}

export function say(text) {
  const status = $("#status");
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = text; });
}

// Where things stand that only a script can know. The policy of the page allows no style attributes.
const sheet = new CSSStyleSheet();
const places = new Map();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

export function place(selector, declarations) {
  const written = Object.entries(declarations).map(([name, value]) => `${name}: ${value}`).join("; ");
  if (places.get(selector) === written) return;
  places.set(selector, written);
  sheet.replaceSync([...places].map(([one, said]) => `${one} { ${said} }`).join("\n"));
}

// For a handler: what was changed by a script counts as typed
export function tell(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function later(act, milliseconds) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
}
