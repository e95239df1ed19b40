"""Read a JSON document of an overlay: each value by its name, checked, with its place in the document as its column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs

from qualmap_matcher.overlays.forms import Form
from qualmap_matcher.overlays.mistakes import Mistakes
from qualmap_matcher.overlays.tables import decoded

_KINDS: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


@attrs.frozen
class Node:
    """An object of a document; `place` is where it stands, such as `attachment`, and blank for the whole."""

    file: str
    place: str
    content: dict[str, Any]
    mistakes: Mistakes

    def expected(self, name: str, expected: str) -> None:
        """Say what should stand under a name of this object."""
        self.mistakes.add(self.file, expected, column=self._at(name))

    def only(self, *names: str) -> None:
        """Nothing but these names may stand in the object."""
        for name in self.content:
            if name not in names:
                self.expected(name, f"no such name; the names are {', '.join(names)}")

    def text(self, name: str, form: Form, *, null: bool = False) -> str | None:
        """The text under a name, in this form; None for null where that is allowed, and where it is a mistake."""
        value = self._value(name, str, null=null)
        if value is None:
            return None
        assert isinstance(value, str)  # noqa: S101 - as _value says
        mistake = form.mistake(value)
        if mistake is not None:
            self.expected(name, mistake)
        return value

    def flag(self, name: str) -> bool:
        """True or false under a name."""
        return self._value(name, bool) is True

    def texts(self, name: str, form: Form, *, optional: bool = False) -> list[str]:
        """The list of texts under a name, each in this form."""
        if optional and name not in self.content:
            return []
        found = self._value(name, list) or []
        for index, value in enumerate(found):
            mistake = form.mistake(value) if isinstance(value, str) else f"a text, got {_kind(value)}"
            if mistake is not None:
                self.expected(f"{name}[{index}]", mistake)
        return [value for value in found if isinstance(value, str)]

    def node(self, name: str, *, null: bool = False) -> Node | None:
        """The object under a name."""
        value = self._value(name, dict, null=null)
        return None if value is None else Node(self.file, self._at(name), value, self.mistakes)

    def nodes(self) -> Iterator[tuple[str, Node]]:
        """Every name of the object with the object under it."""
        for name in self.content:
            node = self.node(name)
            if node is not None:
                yield name, node

    def _value(self, name: str, kind: type, *, null: bool = False) -> Any:  # noqa: ANN401 - of the kind that is asked for
        wanted = _KINDS[kind] + (" or null" if null else "")
        if name not in self.content:
            self.expected(name, f"{wanted}; it is missing")
            return None
        value = self.content[name]
        if type(value) is kind or (null and value is None):
            return value
        self.expected(name, f"{wanted}, got {_kind(value)}")
        return None

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name


def read_document(file: str, content: bytes, mistakes: Mistakes) -> Node | None:
    """The object that a file holds; None where it holds none, which is a mistake."""
    text = decoded(file, content, mistakes)
    if text is None:
        return None
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        mistakes.add(file, f"JSON: {error.msg} at character {error.colno}", line=error.lineno)
        return None
    except (ValueError, RecursionError):
        mistakes.add(file, "JSON that nests less deep and has shorter numbers")
        return None
    if not isinstance(value, dict):
        mistakes.add(file, f"an object, got {_kind(value)}")
        return None
    return Node(file, "", value, mistakes)


def _kind(value: object) -> str:
    return _KINDS[type(value)]
