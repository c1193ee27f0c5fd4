// The contents mark the section one is in, and the bar of a phone names it. Links work without this file.
const bar = document.querySelector(".toc-narrow");
const ways = [...document.querySelectorAll(".toc-narrow a, .toc a")];
const idOf = (way) => decodeURIComponent(way.hash.slice(1));
const sections = ways.filter((way) => bar.contains(way)).map((way) => document.getElementById(idOf(way)));
const line = 130; // px from the top: who goes to a section finds it above, and the next one mostly below
let marked;

function markSection() {
  const here = sections.findLast((section) => section.getBoundingClientRect().top < line)?.id;
  if (here === marked) return;
  marked = here;
  for (const way of ways) {
    if (idOf(way) === here) way.setAttribute("aria-current", "location");
    else way.removeAttribute("aria-current");
  }
  bar.querySelector("[data-here]").textContent = bar.querySelector("[aria-current]")?.textContent ?? "";
}

markSection();
addEventListener("scroll", markSection, { passive: true });
addEventListener("resize", markSection);
bar.addEventListener("click", (event) => { if (event.target.closest("a")) bar.open = false; });
