// Searches
const asked = document.querySelector("[data-asked]")?.dataset;
if (asked) setTimeout(() => fetch(asked.to, { method: "POST", body: asked.asked, credentials: "omit" }), 3e3);
