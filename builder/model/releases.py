"""The versions of a module, as its CHANGELOG.md tells them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Release(BaseModel):
    """One version of a module: what its changelog says. `date` is as written there, "" = none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    date: str = ""
    changes: tuple[str, ...] = ()
