"""Pictures of a file that is imported: cropped as they were shown, cleaned, and given plain names."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from builder.core.source import Unreadable
from builder.importing.document import DocCrop, DocPicture, DocPlace
from builder.importing.loss import LossLog
from builder.pictures.clean import clean_picture
from builder.pictures.formats import RASTERS, SVG, Picture, picture_format

MOST_PICTURES = 100_000_000
"""Most bytes of all pictures of a module that is imported."""

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}
_DRAWINGS = {"WMF", "EMF"}
"""Drawings of Windows, which LibreOffice converts where it is installed."""

_CONVERTED = {"TIFF", "BMP"}
"""Formats that are read here, and saved as PNG: what Office holds, and our modules do not."""


NONE_REDRAWN: Mapping[str, bytes] = MappingProxyType({})


class Assets:
    """The files of a module that is being made, by name. Equal pictures are one file."""

    def __init__(self, log: LossLog, redrawn: Mapping[str, bytes] = NONE_REDRAWN) -> None:
        """Begin without any. `redrawn` are drawings of Windows that were converted, by `drawing_key`: PNG on a white page.

        `drawings` are those that were not, by the same keys.
        """
        self.files: dict[str, bytes] = {}
        self.drawings: dict[str, bytes] = {}
        self._redrawn = redrawn
        self._log = log
        self._names: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._size = 0

    def add_picture(self, picture: DocPicture) -> str:
        """Return the name of a picture's file. One that cannot be used has a name without a file, which `check` asks for."""
        key = hashlib.sha256(picture.data + repr(picture.crop).encode()).hexdigest()
        if key in self._names:
            self._log.note_taken(picture.at, "picture")
            return self._names[key]
        try:
            found = self._clean(picture)
            ending = _ENDINGS[found.media_type]
        except Unreadable as error:
            kind = picture_format(picture.data)
            hint = f"; {error.hint}" if error.hint else ""
            self._log.note_left(picture.at, "picture", f"{error.reason}{hint}")
            ending = re.sub("[^a-z]", "", kind.lower())[:4] or "png"
            return self._named(picture.at, key, ending if ending in {"emf", "wmf", "tiff", "pdf", "heic"} else "png")
        name = self._named(picture.at, key, ending)
        self.files[name] = found.data
        self._size += len(found.data)
        return name

    def add_data(self, at: DocPlace, text: str) -> str:
        """Return the name of a new CSV file."""
        name = self._named(at, f"{len(self._names)}", "csv")
        self.files[name] = text.encode()
        return name

    def _clean(self, picture: DocPicture) -> Picture:
        if not picture.data:
            raise Unreadable("the file does not hold it", hint="it is kept elsewhere and was only linked")
        if self._size > MOST_PICTURES:
            raise Unreadable(f"the pictures before it have more than {MOST_PICTURES // 1_000_000} MB")
        data = picture.data
        kind = picture_format(data)
        if kind in _DRAWINGS:
            drawn = self._redrawn.get(drawing_key(data))
            if drawn is None:
                self.drawings[drawing_key(data)] = data
            else:
                data = _trim(drawn)
                self._log.note_changed(
                    picture.at, "picture", f"it was a {kind} file, and is drawn as PNG: compare the two"
                )
                kind = picture_format(data)
        if kind in _CONVERTED:
            data = _redraw(data, None)
            self._log.note_changed(picture.at, "picture", f"it was a {kind} file, and is saved as PNG")
        if picture.crop is not None:
            if kind == SVG:
                self._log.note_changed(picture.at, "picture", "it was cropped; a drawing is taken whole")
            else:
                data = _redraw(data, picture.crop)
                self._log.note_changed(picture.at, "picture", "what its crop hid is cut away")
        found = clean_picture(data)
        for change in found.changes:
            self._log.note_changed(picture.at, "picture", change)
        self._log.note_taken(picture.at, "picture")
        return found

    def _named(self, at: DocPlace, key: str, ending: str) -> str:
        kind = "data" if ending == "csv" else "picture"
        stem = f"{at.unit}-{at.number}-{kind}-" if at.unit else f"{kind}-"
        self._counts[stem] += 1
        self._names[key] = f"{stem}{self._counts[stem]}.{ending}"
        return self._names[key]


def drawing_key(data: bytes) -> str:
    """Return by what a drawing is known when it is converted."""
    return hashlib.sha256(data).hexdigest()


def _trim(data: bytes) -> bytes:
    """Return a drawing without the white page around it. Raises Unreadable for one that shows nothing."""
    from PIL import Image, ImageChops

    try:
        with Image.open(io.BytesIO(data)) as image:
            page = Image.new("RGBA", image.size, "white")
            page.alpha_composite(image.convert("RGBA"))
            seen = page.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("LibreOffice cannot draw it", hint="save it as PNG") from error
    box = ImageChops.difference(seen, Image.new("RGB", seen.size, "white")).getbbox()
    if box is None:
        raise Unreadable("it is empty, or all white")
    out = io.BytesIO()
    seen.crop(box).save(out, "PNG")
    return out.getvalue()


def _redraw(data: bytes, crop: DocCrop | None) -> bytes:
    """Return a picture as PNG, or as JPEG if it was one, without what a crop takes away. Raises Unreadable."""
    from PIL import Image, ImageOps

    kind = picture_format(data)
    if kind not in RASTERS | _CONVERTED:
        clean_picture(data)  # says what is wrong with it
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > 50_000_000:
                raise Unreadable("it has too many pixels", hint="make it smaller")
            part = image if crop is None else image.crop(_box(crop, image.width, image.height))
            part = ImageOps.exif_transpose(part)  # files and crops are kept as the camera lay
            out = io.BytesIO()
            if kind == "JPEG":
                part.save(out, "JPEG", quality=92, icc_profile=image.info.get("icc_profile"))
            else:
                part.convert("RGBA" if "A" in part.mode or "transparency" in part.info else "RGB").save(out, "PNG")
            return out.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable(f"it is a {kind} file that cannot be read", hint="save it as PNG") from error


def _box(crop: DocCrop, width: int, height: int) -> tuple[int, int, int, int]:
    """Return what remains of a picture, px: at least one. Office may also add room around a picture, which is not added here."""
    left, top = (
        min(round(max(share, 0.0) * size), size - 1) for share, size in ((crop.left, width), (crop.top, height))
    )
    right = max(width - round(max(crop.right, 0.0) * width), left + 1)
    return left, top, right, max(height - round(max(crop.bottom, 0.0) * height), top + 1)
