// Forms of the library, sent without leaving the page. What the site answers is said.

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// What was said, where everybody sees it, with a way to take it back: the next that Tab comes to
export function toast(text, undo = null) {
  document.querySelector(".toast")?.remove();
  const box = document.createElement("p");
  box.className = "toast";
  box.setAttribute("role", "status");
  box.append(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = "Undo";
    button.addEventListener("click", async () => { box.remove(); await undo(); });
    box.append(" ", button);
  }
  const focused = document.activeElement;
  if (focused && focused !== document.body) focused.after(box);
  else document.body.append(box);
  setTimeout(() => { if (!box.contains(document.activeElement)) box.remove(); }, undo ? 20000 : 6000);
  return box;
}

// The answer as an object; null, and said, where there is none
export async function send(address, fields = {}, options = {}) {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const response = await fetch(address, { method: "POST", body, headers, ...options }).catch(() => null);
  const answer = response && await response.json().catch(() => null);
  if (response?.ok) return answer ?? {};
  if (answer?.login) location.assign(`${answer.login}?next=${encodeURIComponent(location.pathname)}`);
  else toast(answer?.error ?? "The site cannot be reached. Nothing was changed; try again in a moment.");
  return null;
}
