"""The pictures that the preview has of the slide or page that a block of a returned file concerns."""

from __future__ import annotations

from typing import Literal

from builder.core.frozen import dataclass
from builder.serve.returned.blocks import ReturnedFile, ShownBlock
from builder.serve.sessions import PreviewSession


@dataclass(frozen=True)
class BlockPicture:
    """A picture by its key, its size in pixels, and the page or slide that it shows, from 1."""

    key: str
    width: int
    height: int
    kind: Literal["page", "slide"]
    number: int


def pictures_of(file: ReturnedFile, session: PreviewSession | None) -> tuple[BlockPicture | None, ...]:
    """Return a picture for each block: of its slide, else of the page that it stands on; None where the preview has none."""
    return tuple(_picture(block, session) if session else None for block in file.blocks)


def _picture(block: ShownBlock, session: PreviewSession) -> BlockPicture | None:
    slides, pages = session.views.get("slides"), session.views.get("handout")
    if block.slide and slides:
        for number, image in enumerate(slides.images, 1):
            if image.name == block.slide and image.key in session.pictures:
                return BlockPicture(image.key, image.width, image.height, "slide", number)
    number = pages.places.get(block.block, 0) if block.block and pages else 0
    if pages and 0 < number <= len(pages.images) and pages.images[number - 1].key in session.pictures:
        image = pages.images[number - 1]
        return BlockPicture(image.key, image.width, image.height, "page", number)
    return None
