"""Values that are made many times for each text: frozen for the type checker, which reads every line of the project.

At run time they are plain classes with slots: a frozen one takes three times as long to make.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from attrs import frozen as value
else:
    value = functools.partial(attrs.define, slots=True)

__all__ = ["value"]
