"""The colours of a file as sRGB, which is what a browser takes a picture without a profile to be in."""

import io
from typing import Final

import PIL.Image
from PIL import ImageCms

SRGB: Final = ImageCms.createProfile("sRGB")
USUAL_GAMMA: Final = 1 / 2.2  # of a PNG; so near the curve of sRGB that nothing is converted


def in_srgb(image: PIL.Image.Image) -> PIL.Image.Image:
    """The image as RGB or RGBA. A profile that is damaged, or not for this kind of image, is ignored as browsers do."""
    alpha = None
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        alpha = image.convert("RGBA").getchannel("A")
    converted = profiled(image) or with_usual_gamma(image.convert("RGB"), image.info)
    if alpha:
        converted.putalpha(alpha)
    return converted


def profiled(image: PIL.Image.Image) -> PIL.Image.Image | None:
    profile = image.info.get("icc_profile")
    bare = image.convert({"1": "L", "L": "L", "LA": "L", "CMYK": "CMYK"}.get(image.mode, "RGB"))
    try:
        return profile and ImageCms.profileToProfile(bare, io.BytesIO(profile), SRGB, outputMode="RGB")
    except ImageCms.PyCMSError:
        return None


def with_usual_gamma(image: PIL.Image.Image, info: dict[str | tuple[int, int], float]) -> PIL.Image.Image:
    """A PNG may say instead by which exponent its numbers follow from the light, and need not have its colours in sRGB.

    The curve is that of IEC 61966-2-1.
    """
    gamma = info.get("gamma", 0)
    if gamma <= 0 or "srgb" in info or abs(gamma / USUAL_GAMMA - 1) < 0.05:
        return image
    lights = [(number / 255) ** (1 / gamma) for number in range(256)]
    curve = [12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055 for light in lights]
    return image.point([round(255 * value) for value in curve] * 3)
