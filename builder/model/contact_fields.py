"""The fields of a contact: the words that begin them in a source, and the kind of fact that each word stands for."""

from __future__ import annotations

CONTACT_FIELDS = {
    "for": "for",
    "call": "call",
    "phone": "call",
    "telephone": "call",
    "text": "text",
    "sms": "text",
    "tty": "tty",
    "chat": "chat",
    "web": "web",
    "website": "web",
    "email": "email",
    "e-mail": "email",
    "where": "where",
    "address": "where",
    "who answers": "who",
    "hours": "hours",
    "languages": "languages",
    "language": "languages",
    "cost": "cost",
    "reports": "reports",
    "name asked": "name",
    "source": "source",
    "checked": "checked",
}
"""Word before a colon, in small letters → `ContactFact.kind`. Words are English in every source, as cues of a script are."""

NAMED_FIELDS = (
    *("For", "Call", "Text", "TTY", "Chat", "Web", "Email", "Where", "Who answers", "Hours", "Languages"),
    *("Cost", "Reports", "Name asked", "Source", "Checked"),
)
"""The fields as they are named to authors, in the order of the author's guide."""
