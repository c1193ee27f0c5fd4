// In the admin: the address that is made of a title while it is typed is the one that the server would make of it
// (tags/slugs.py), by the same table of letters. Django's own way has another table.
{
  const table = document.getElementById("slug-letters");
  const letters = table ? JSON.parse(table.textContent) : {};

  const inAscii = (text) =>
    [...text.toLowerCase().normalize("NFKD")].map((letter) => letters[letter] ?? letter).join("")
      .normalize("NFKD").replace(/[^\x00-\x7f]/g, "").replaceAll("_", "-");

  window.URLify = (text, longest, allowUnicode) => {
    const plain = allowUnicode ? text.normalize("NFKC") : inAscii(text);
    const slug = plain.toLowerCase().replace(/[^\p{L}\p{N}_\s-]/gu, "").replace(/[-\s]+/g, "-").replace(/^[-_]+/, "");
    return [...slug].slice(0, longest).join("").replace(/[-_]+$/, "");
  };
}
