// Small enhancements. Every page works without this file.
const root = document.documentElement;
const all = (selector) => document.querySelectorAll(selector);

navigator.serviceWorker?.register(document.currentScript.dataset.worker).catch(() => {}); // some browsers let it keep nothing

function say(text) {
  const status = document.querySelector("#status");
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = text; });
}

// Choices stay in this browser, when it lets us
function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    say("This browser does not keep the choice. It holds until you leave the page.");
  }
}

// Theme: follow the system, or stay light or dark
function paintThemeButtons() {
  const now = root.dataset.theme || "auto";
  all("[data-theme-set]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.themeSet === now)));
}

function setTheme(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  keep("theme", theme === "auto" ? null : theme);
  paintThemeButtons();
}

all("[data-theme-set]").forEach((button) => button.addEventListener("click", () => setTheme(button.dataset.themeSet)));
paintThemeButtons();

// "/" goes to the search box unless the reader is typing, or has switched the key off (WCAG 2.1.4)
const slashSwitch = document.querySelector("[data-slash-switch]");
if (slashSwitch) {
  slashSwitch.checked = recall("slash") !== "off";
  slashSwitch.addEventListener("change", () => keep("slash", slashSwitch.checked ? null : "off"));
}

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey) return;
  if (slashSwitch?.checked === false || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = [...all("[data-slash]")].find((input) => input.checkVisibility());
  if (!box) return;
  event.preventDefault();
  box.focus();
});

// Menu and citation panel close with Escape and with a press outside
function closeDetails(details) {
  if (!details.open) return;
  const inside = details.contains(document.activeElement);
  details.open = false;
  if (inside) details.querySelector("summary").focus();
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape") all("details[data-closes]").forEach(closeDetails);
});
addEventListener("click", (event) => all("details[data-closes][open]").forEach((details) => {
  if (!details.contains(event.target)) details.open = false;
}));

// Copy the page's address, or the text of the element that data-copy names
async function copy(button) {
  const source = button.dataset.copy && document.getElementById(button.dataset.copy);
  const text = source ? source.innerText.trim() : location.href.split("#")[0];
  const label = button.querySelector("[data-label]") || button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = "Copied";
    say(source ? "Copied" : "Link copied");
    setTimeout(() => { label.textContent = before; }, 2000);
  } catch {
    say(source ? "Copying is blocked here. Select the text instead." : "Copying is blocked here. Use the address bar instead.");
  }
}

all("button[data-copy]").forEach((button) => button.addEventListener("click", () => copy(button)));

// Show what was typed into a password field
all("button[data-show]").forEach((button) => button.addEventListener("click", () => {
  const input = document.getElementById(button.dataset.show);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.textContent = shown ? "Hide" : "Show";
  button.setAttribute("aria-label", shown ? "Hide password" : "Show password");
  say(shown ? "Your password is shown" : "Your password is hidden");
}));
all("form").forEach((form) => form.addEventListener("submit", () => {
  form.querySelectorAll("button[data-show]").forEach((button) => {
    document.getElementById(button.dataset.show).type = "password";
  });
}));

// Arriving at the full post after log-in, or at what went wrong in a form: focus goes there. What is said at the top of
// a page takes the focus by itself, but not from who lands further down.
const arrival = location.hash === "#full" ? document.getElementById("full") : document.querySelector("[data-focus]");
if (arrival) {
  if (!arrival.hasAttribute("tabindex")) arrival.setAttribute("tabindex", "-1");
  arrival.focus({ preventScroll: location.hash !== "#full" });
  if (location.hash === "#full") arrival.scrollIntoView({ behavior: "instant" });
}
const said = document.querySelector("main > .messages");
if (said && document.getElementById(location.hash.slice(1))) say(said.innerText);
