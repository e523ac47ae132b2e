"""Fields of records that hold web addresses, judged as they are read."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from builder.core.addresses import WEB, Address, UnsafeAddressError, safe_address
from builder.core.problems import ProblemCode


def judged(value: object) -> Address:
    """Return a field's value as a web address. Raises pydantic's error, with the code of the problem that it is, for others."""
    try:
        return safe_address("" if value is None else str(value), WEB)
    except UnsafeAddressError as error:
        told = {"fault": str(error), "hint": error.hint}
        raise PydanticCustomError(ProblemCode.UNSAFE_LINK.value, "{fault}", told) from error


WebAddress = Annotated[Address, BeforeValidator(judged)]
"""A field that holds a web address, "" for none. With an unsafe one the record is read as if it had none."""
