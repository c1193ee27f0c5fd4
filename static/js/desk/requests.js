// What the editor asks of the site. The token is read from its cookie each time: a log-in in another tab makes a new one.
import { $ } from "./elements.js";

export class LoggedOut extends Error {}

export class Refused extends Error {
  constructor(status, said) {
    super(said.error || `The site answered ${status}.`);
    this.status = status;
    this.said = said;
  }
}

function token() {
  const cookie = /(?:^|;\s*)(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? decodeURIComponent(cookie[1]) : $("[name=csrfmiddlewaretoken]").value;
}

async function answer(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const said = isJson ? await response.json() : {};
  if (response.status === 401) throw new LoggedOut();
  if (!response.ok || !isJson) throw new Refused(response.status, said);
  return said;
}

// Whoever logs in as somebody else in another tab does not get these words
function headers() {
  return { Accept: "application/json", "X-Account": $("#editor").dataset.account };
}

export async function ask(address, query, signal) {
  const url = `${address}?${new URLSearchParams(query)}`;
  return answer(await fetch(url, { headers: headers(), signal, cache: "no-store" }));
}

function post(address, form, keepalive) {
  return fetch(address, { method: "POST", headers: { ...headers(), "X-CSRFToken": token() }, body: form, keepalive });
}

export async function send(address, body, { keepalive = false } = {}) {
  const form = typeof body === "string" ? new URLSearchParams(body) : body;
  const response = await post(address, form, keepalive);
  if (response.status !== 403 || keepalive) return answer(response);
  await renewToken();
  return answer(await post(address, form, keepalive));
}

// The cookie of the token may be gone, with the session or by itself: the page brings a new one
async function renewToken() {
  const response = await fetch(location.pathname, { headers: headers(), cache: "no-store" });
  if (response.status === 401) throw new LoggedOut();
}
