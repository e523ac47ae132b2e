"""Forms that people fill in, on paper or on a screen: `::: form`, a list whose items are fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from builder.core.frozen import dataclass
from builder.model.module.node import Container, Piece

if TYPE_CHECKING:
    from builder.model.module import Inline

FieldKind = Literal["text", "lines", "checkbox", "choice", "rating", "date"]
FIELD_KINDS: tuple[FieldKind, ...] = get_args(FieldKind)

FormLook = Literal["list", "table", "cards"]
FORM_LOOKS: tuple[FormLook, ...] = get_args(FormLook)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOption(Piece):
    """One of the answers that a choice offers, or one end of a rating."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField(Piece):
    """One field. `size`: lines to write on, or steps of a rating. `options`: of a choice its answers, of a rating () or both ends."""

    kind: FieldKind
    label: tuple[Inline, ...]
    size: int = 0
    options: tuple[FieldOption, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFields(Container):
    """A form: `body` stands before its fields. `look` table: a column for each field, and `rows` rows.

    `each` names what the form is repeated for in the pack of a session or a form for reviewers, "" for nothing; `about` then says which
    one this is, and is said before each field to those who hear it.
    """

    fields: tuple[FormField, ...]
    look: FormLook = "list"
    rows: int = 0
    each: str = ""
    about: str = ""
