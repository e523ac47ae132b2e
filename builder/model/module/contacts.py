"""Whom to turn to: services, and what is known of each, as one record that every output reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.core.frozen import dataclass
from builder.model.module.node import BlockNode, Container, Piece
from builder.model.module.reading import plain

if TYPE_CHECKING:
    from builder.model.module import Block, Inline

REACHES = ("call", "text", "tty", "chat", "web", "email", "where")
"""Kinds of facts that say how a service is reached, best first for whoever stands in a room."""

NUMBERS = ("call", "text", "tty")
"""Kinds of facts that are a number, and are shown large."""

ORIGINS = ("source", "checked")
"""Kinds of facts that say where the others come from."""

UNVERIFIED = frozenset({"", "?", "not verified", "unverified", "not checked"})
"""What authors write of a fact that nobody has found out, in small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFact(Piece):
    """One fact of a service: `kind` is a value of `CONTACT_FIELDS` (model/contact_fields.py), `content` the fact itself."""

    kind: str
    content: tuple[Inline, ...]

    @property
    def is_verified(self) -> bool:
        """Whether the author knows it: else it says so, or is left empty."""
        return plain(*self.content).strip(" .*_").casefold() not in UNVERIFIED

    @property
    def is_reach(self) -> bool:
        """Whether it says how the service is reached."""
        return self.kind in REACHES and self.is_verified

    @property
    def is_number(self) -> bool:
        """Whether it is a number to call, or to write to."""
        return self.kind in NUMBERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(BlockNode):
    """A service to turn to. `title` is its name, `body` what else is said of it. It stands in a `ContactList` alone."""

    title: tuple[Inline, ...] = ()
    facts: tuple[ContactFact, ...] = ()
    body: tuple[Block, ...] = ()

    @property
    def purpose(self) -> tuple[ContactFact, ...]:
        """What it helps with."""
        return tuple(fact for fact in self.facts if fact.kind == "for" and fact.is_verified)

    @property
    def reaches(self) -> tuple[ContactFact, ...]:
        """How it is reached."""
        return tuple(fact for fact in self.facts if fact.is_reach)

    @property
    def ways(self) -> tuple[tuple[str, ContactFact], ...]:
        """How it is reached, one number once: with each way what to do there, as labels name it (`call`, `call-or-text`)."""
        kinds: dict[str, list[ContactFact]] = {}
        for fact in self.reaches:
            kinds.setdefault(plain(*fact.content).strip(), []).append(fact)
        return tuple(("-or-".join(dict.fromkeys(fact.kind for fact in alike)), alike[0]) for alike in kinds.values())

    @property
    def details(self) -> tuple[ContactFact, ...]:
        """What else is known of it, but where that comes from."""
        apart = {"for", *REACHES, *ORIGINS}
        return tuple(fact for fact in self.facts if fact.kind not in apart and fact.is_verified)

    def known(self, *kinds: str) -> tuple[ContactFact, ...]:
        """Return the facts of these kinds that are verified."""
        return tuple(fact for fact in self.facts if fact.kind in kinds and fact.is_verified)

    def known_besides(self, *kinds: str) -> tuple[ContactFact, ...]:
        """Return the details of other kinds."""
        return tuple(fact for fact in self.details if fact.kind not in kinds)

    @property
    def origins(self) -> tuple[ContactFact, ...]:
        """Where its facts come from, and when they were checked."""
        return tuple(fact for fact in self.facts if fact.kind in ORIGINS and fact.is_verified)

    @property
    def unverified(self) -> tuple[str, ...]:
        """The kinds of facts that nobody has found out."""
        return tuple(dict.fromkeys(fact.kind for fact in self.facts if not fact.is_verified))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactList(Container):
    """Services that stand one after the other. `body` holds each as a `Contact`, and nothing else."""

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The services, in order."""
        return tuple(block for block in self.body if isinstance(block, Contact))

    @property
    def unverified(self) -> tuple[str, ...]:
        """The kinds of facts that nobody has found out of one of them or more."""
        return tuple(dict.fromkeys(kind for contact in self.contacts for kind in contact.unverified))
