// New images, by button, drop or paste: what they show and whose they are is asked at once.
import { asked } from "./dialogs.js";
import { $ } from "./elements.js";
import { send } from "./requests.js";

export const isImage = (file) => ["image/jpeg", "image/png", "image/webp", "image/gif"].includes(file.type);

// What the site made of the file (`{name, url, alt}`) and the caption, or null
export async function newImage(file) {
  const dialog = $("#image-dialog");
  const [alt, decorative, credit, caption, chosen] = ["shows", "decorative", "credit", "caption", "file"].map((name) => $(`#i-${name}`));
  for (const field of [alt, credit, caption, chosen]) field.value = "";
  decorative.checked = false;
  $("[data-file]", dialog).hidden = Boolean(file);
  const added = await asked(dialog, () => {
    const upload = file ?? chosen.files[0];
    if (!upload) throw new Error("Choose a file.");
    const body = new FormData();
    body.set("upload", upload, upload.name || "image.png");
    body.set("alt", alt.value);
    if (decorative.checked) body.set("decorative", "on");
    body.set("credit", credit.value);
    return send($("#editor").dataset.addImage, body);
  });
  return added && { ...added, caption: caption.value.trim() };
}

export const asMarkdown = ({ name, caption }) => `![${caption.replace(/[[\]]/g, "")}](image:${name})`;
