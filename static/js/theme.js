// Blocking and tiny: before first paint it marks that scripts run and sets the theme that the reader chose.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed here: the system's theme stands.
}
