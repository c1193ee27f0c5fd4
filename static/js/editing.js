// In the admin: tags keep the order in which they were chosen, and a found reference is cited where the cursor was.
{
  const $ = window.django?.jQuery;
  let lastText = null;

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea.markdown")) lastText = event.target;
  });

  // Select2 speaks through jQuery events alone. A tag that comes back takes the last place, not its former one.
  $?.(document).on("select2:select", "select[data-keeps-order]", (event) => {
    const chosen = [...event.target.options].find((option) => option.value === String(event.params.data.id));
    if (chosen) $(event.target).append(chosen).trigger("change");
  });

  // Select2 gives its own controls no name: the label of the select says what they are.
  const nameControls = () => {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const name = select.labels?.[0]?.textContent.replace(/:\s*$/, "").trim() ?? select.name;
      const parts = select.nextElementSibling?.querySelectorAll("[role=combobox], [role=textbox], input[type=search]");
      for (const part of parts ?? []) part.setAttribute("aria-label", name);
    }
  };
  const afterOthers = () => setTimeout(nameControls); // Select2 starts in the same event as we do
  $?.(afterOthers);
  window.addEventListener("load", afterOthers);
  document.addEventListener("formset:added", afterOthers);
  $?.(document).on("select2:open", () => {
    const field = document.querySelector(".select2-container--open .select2-search__field");
    if (field && !field.hasAttribute("aria-label")) field.setAttribute("aria-label", "Search");
  });

  $?.(document).on("select2:select", "#id_find_reference", (event) => {
    const key = event.params.data.text.split(":", 1)[0];
    const text = lastText ?? document.getElementById("id_full_post");
    text?.setRangeText(`[@${key}]`, text.selectionStart, text.selectionEnd, "end");
    text?.focus();
    $(event.target).val(null).trigger("change");
  });
}
