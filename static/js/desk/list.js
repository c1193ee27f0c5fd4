// The list: choose all rows at once, and say how many are chosen.
const form = document.querySelector("[data-bulk]");

if (form) {
  const all = form.querySelector("[data-all]");
  const rows = [...form.querySelectorAll("tbody .tick")];
  const told = form.querySelector("[data-selected]");

  const tell = () => {
    const chosen = rows.filter((row) => row.checked).length;
    told.textContent = chosen ? `With ${chosen} selected:` : "With the selected:";
    all.checked = chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  };
  all.addEventListener("change", () => {
    for (const row of rows) row.checked = all.checked;
    tell();
  });
  form.addEventListener("change", tell);
  tell();
}
