"""Photographs and logos: decoded within limits and written anew, so that only an image is ever stored."""

import io
import secrets
import warnings

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from zoneportal.renditions import make_renditions

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
STORED_SIDE = 2_400


NOT_DECODED = (UnidentifiedImageError, OSError, SyntaxError, ValueError)


def checked_image(file) -> ContentFile:
    """The upload as a fresh JPEG or PNG of at most 2,400 pixels a side, without metadata.

    Its name is random and says its size, `1f…-2400x1600.jpg`, so that a page can leave room without opening it.

    Errors: ValidationError with a sentence for the clerk (too large, no image, unknown kind).
    """
    if file.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 10 MB. Save it smaller and choose it again."))
    try:
        image = _small_image(file)
    except NOT_DECODED as error:
        raise ValidationError(
            _("This file is no JPEG, PNG or WebP picture. Save the picture as JPEG or PNG.")
        ) from error
    except Image.DecompressionBombError as error:
        raise ValidationError(_("The picture has too many pixels; 40 million is the limit.")) from error
    transparent = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    image = image.convert("RGBA" if transparent else "RGB")
    image.info = {}  # Pillow would write the comment of a JPEG again
    buffer = io.BytesIO()
    if transparent:
        image.save(buffer, "PNG", optimize=True)
    else:
        image.save(buffer, "JPEG", quality=85, optimize=True, progressive=True)
    ending = "png" if transparent else "jpg"
    return ContentFile(buffer.getvalue(), name=f"{secrets.token_hex(16)}-{image.width}x{image.height}.{ending}")


def _small_image(file) -> Image.Image:
    with warnings.catch_warnings():
        # Pillow warns from 89 million pixels on; the limit below is lower and its sentence better.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image: Image.Image = Image.open(file, formats=FORMATS)
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise ValidationError(
            _("The picture measures %(width)s × %(height)s pixels; 12,000 a side and 40 million in all is the limit."),
            params={"width": image.width, "height": image.height},
        )
    image = ImageOps.exif_transpose(image)
    image.thumbnail((STORED_SIDE, STORED_SIDE))
    return image


class CheckedImageFormField(forms.ImageField):
    def to_python(self, data):
        if data in self.empty_values:
            return None
        return checked_image(data)


class CheckedImageField(models.ImageField):
    """An image field whose uploads pass `checked_image` in every form, and are stored with their renditions."""

    def pre_save(self, model_instance, add):
        file = getattr(model_instance, self.attname)
        is_new = file and not file._committed
        stored = super().pre_save(model_instance, add)
        if is_new:
            make_renditions(stored.storage, stored.name)
        return stored

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": CheckedImageFormField, **kwargs})
