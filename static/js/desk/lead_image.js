// The image above the text: one that is here, by its name, or a new one.
import { Combobox } from "./combobox.js";
import { $, tell } from "./elements.js";
import { newImage } from "./images.js";
import { ask } from "./requests.js";

export function leadImage(form) {
  const input = form.elements.image;
  const shown = $("[data-lead-image]");
  const show = (image) => {
    shown.hidden = !image?.url;
    $("[data-image-name]").textContent = input.value || "None";
    if (!image?.url) return;
    $("[data-picture]", shown).src = image.url;
    $("[data-picture]", shown).alt = image.alt;
    $("[data-said]", shown).textContent = image.alt || "Decorative";
  };
  const choose = (image) => {
    input.value = image.name;
    show(image);
    tell(form);
  };
  const find = async (q, signal) => {
    const { images } = await ask(form.dataset.findImages, { q }, signal);
    return images.map((image) => ({ ...image, label: image.name, note: image.alt, isExact: image.name === q }));
  };
  input.addEventListener("input", () => show(null));
  $("[data-new-image]").addEventListener("click", async () => {
    const image = await newImage();
    if (!image) return;
    choose(image);
    if (image.caption) form.elements.image_caption.value = image.caption;
    tell(form);
  });
  return new Combobox(input, { label: "Images", find, choose });
}
