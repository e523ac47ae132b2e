"""Replace a function of WeasyPrint in every module that imported it by name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def replace_everywhere(old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """Set every module-level name in loaded modules of WeasyPrint that refers to `old` to `new`."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint"):
            for attribute, value in list(vars(module).items()):
                if value is old:
                    setattr(module, attribute, new)
