// The filter box over all topics: narrows every outline or letter as one types, keeping the parents of what fits.
const box = document.querySelector("[data-filter]");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// What one unfolded oneself stays so; what was unfolded to show a topic folds again
function unfold(details, isNeeded) {
  if (isNeeded && !details.open) details.dataset.byFilter = "";
  if (isNeeded) details.open = true;
  else if ("byFilter" in details.dataset) {
    details.open = false;
    delete details.dataset.byFilter;
  }
}

function narrow() {
  const wanted = plain(box.value).split(/\s+/).filter(Boolean);
  const found = new Set();
  document.querySelectorAll(".outline").forEach((outline) => {
    const shown = new Set();
    const unfolded = new Set();
    outline.querySelectorAll("li").forEach((item) => {
      const link = item.querySelector("a");
      const words = plain(`${link.textContent} ${item.dataset.also || ""}`);
      if (!wanted.every((word) => words.includes(word))) return;
      found.add(link.pathname);
      shown.add(item);
      for (let up = item.parentElement; up !== outline; up = up.parentElement) {
        if (up.matches("li")) shown.add(up);
        if (up.matches("details")) unfolded.add(up);
      }
    });
    outline.querySelectorAll("li").forEach((item) => { item.hidden = !shown.has(item); });
    const isNeeded = (details) => wanted.length > 0 && unfolded.has(details);
    outline.querySelectorAll("details").forEach((details) => unfold(details, isNeeded(details)));
    outline.hidden = shown.size === 0;
  });
  const status = document.querySelector("[data-filter-status]");
  if (!wanted.length) status.textContent = "";
  else if (!found.size) status.textContent = "No topic has these letters. Try fewer.";
  else status.textContent = found.size === 1 ? "1 topic fits" : `${found.size} topics fit`;
}

if (box) {
  box.addEventListener("input", narrow);
  box.form?.addEventListener("submit", (event) => event.preventDefault());
  narrow();
}
