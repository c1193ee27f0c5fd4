// The filter box over the outlines of all topics: narrows every outline as one types, keeping the parents of what fits.
const box = document.querySelector("[data-filter]");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function narrow() {
  const wanted = plain(box.value).split(/\s+/).filter(Boolean);
  let found = 0;
  document.querySelectorAll(".outline").forEach((outline) => {
    let inOutline = 0;
    outline.querySelectorAll("li").forEach((item) => { item.hidden = wanted.length > 0; });
    outline.querySelectorAll("li").forEach((item) => {
      const link = item.querySelector("a");
      const words = plain(`${link.textContent} ${item.dataset.also || ""}`);
      if (!wanted.every((word) => words.includes(word))) return;
      inOutline += 1;
      for (let up = item; up && up !== outline; up = up.parentElement) up.hidden = false;
    });
    outline.hidden = inOutline === 0;
    found += inOutline;
  });
  const status = document.querySelector("[data-filter-status]");
  if (!wanted.length) status.textContent = "";
  else if (!found) status.textContent = "No topic has these letters. Try fewer.";
  else status.textContent = found === 1 ? "1 topic fits" : `${found} topics fit`;
}

if (box) {
  box.addEventListener("input", narrow);
  box.form?.addEventListener("submit", (event) => event.preventDefault());
  narrow();
}
