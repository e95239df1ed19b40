"""Write the reference of the Python API: `python scripts/python_reference.py > docs/python-reference.md`.

Prints Markdown, made from the code alone: every name in the `__all__` of the public modules, with its signature and docstring.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from types import FunctionType, ModuleType

import attrs

MODULES = {
    "qualmap": "Clients, what they take and answer, errors. Everything else below is imported from its own module.",
    "qualmap.resources.screenings": "`client.screenings`.",
    "qualmap.resources.batches": "`client.batches`.",
    "qualmap.resources.reviews": "`client.reviews`.",
    "qualmap.resources.webhooks": "`client.webhooks`.",
    "qualmap.resources.administration": "`client.keys`, `client.audit`, `client.people`, `client.retention`.",
    "qualmap.resources.listing": "What `list` of these answers with.",
    "qualmap.kept": "What the service keeps, as models.",
    "qualmap.catalogue": "What is known of editions and qualifications, as models.",
    "qualmap.profiles": "Named services with their keys: [profiles](service.md#from-the-command-line).",
    "qualmap.reports": "Pages for people, as HTML without scripts.",
    "qualmap.webhooks": "Checking what the service sends: [webhooks](webhooks.md).",
    "qualmap.testing": "Clients with canned answers: [testing without a service](testing.md).",
    "qualmap_matcher.batch": "Arrow batches in, Arrow batches out: [a million people](batch.md).",
    "qualmap_matcher.spark": "The same for Spark's DataFrames.",
}
_HEAD = """# Python reference

Every public name, from the code: `python scripts/python_reference.py` prints this page. [Python](python.md) shows them at work.

Models are frozen; their signatures list their fields, and `to_dict()` gives the JSON that the service answers with. A row's
`evidence` is `official`, `confirmed` or `inferred`: [evidence](evidence.md). A class whose name begins with `Async` has the
methods of the other one, to be awaited.
"""
_ARGUMENT = re.compile(r"(\*{0,2}\w+(?:, \w+)*): (.*)")
_WIDTH = 100  # columns: what a page shows without scrolling sideways


def python_reference() -> str:
    """The page in Markdown: a section for each module, and in it one for each name."""
    parts = [_HEAD]
    for name, about in MODULES.items():
        module = importlib.import_module(name)
        parts.append(f"## {name}\n\n{about}\n")
        errors = [one for one in public(module) if _is_error(getattr(module, one))]
        for one in public(module):
            if one not in errors:
                parts.extend(_section(f"{name}.{one}", getattr(module, one)))
        if errors:
            parts.extend(_errors(name, [getattr(module, one) for one in errors]))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts))


def public(module: ModuleType) -> list[str]:
    """The names that a module gives: those of its `__all__`, or else the classes and functions that it defines."""
    own = (name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__)
    return list(getattr(module, "__all__", None) or (name for name in own if not name.startswith("_")))


def _section(name: str, value: object) -> Iterator[str]:
    yield f"### `{name}`\n"
    if inspect.isclass(value) and value.__name__.startswith("Async"):
        yield _documented(value)
        yield f"It has {', '.join(f'`{one}`' for one, _ in _members(value))}.\n"
    elif inspect.isclass(value):
        yield _code(f"class {value.__name__}", value)
        yield _documented(value)
        if not attrs.has(value):
            yield _documented(value.__init__)
        for member, found in _members(value):
            yield from _member(value, member, found)
    elif isinstance(value, FunctionType):
        yield _code(value.__name__, value)
        yield _documented(value)
    else:
        yield f"A `{type(value).__name__}`.\n"


def _member(owner: type, name: str, found: object) -> Iterator[str]:
    yield f"#### `{owner.__name__}.{name}`\n"
    if isinstance(found, (classmethod, staticmethod)):
        yield _code(f"{owner.__name__}.{name}", getattr(owner, name))
        yield _documented(found.__func__)
    elif isinstance(found, FunctionType):
        yield _code(name, found, method=True)
        yield _documented(found)
    else:  # a property
        getter = getattr(found, "fget", None) or getattr(found, "func", None)
        yield f"```text\n{name}: {_type(inspect.signature(getter).return_annotation)}\n```\n"
        yield _documented(found)


def _members(owner: type) -> list[tuple[str, object]]:
    """The methods and properties of a class and of its bases among ours, in the order in which they are written."""
    found: dict[str, object] = {}
    for base in owner.__mro__:
        if base.__module__.startswith("qualmap"):
            own = {name: value for name, value in vars(base).items() if not name.startswith("_") and name != "to_dict"}
            found = {**{name: value for name, value in own.items() if _is_method(value)}, **found}
    return list(found.items())


def _is_method(value: object) -> bool:
    if hasattr(value, "func"):  # a cached property
        return True
    return isinstance(value, (FunctionType, classmethod, staticmethod, property))


def _is_error(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, Exception) and hasattr(value, "code")


def _errors(module: str, kinds: Iterable[type]) -> Iterator[str]:
    yield f"### Errors of `{module}`\n"
    yield "| error | is also | code | raised for |"
    yield "| --- | --- | --- | --- |"
    for kind in kinds:
        bases = ", ".join(f"`{base.__name__}`" for base in kind.__bases__)
        code = getattr(kind, "code", "")
        [about, *_] = _paragraphs(kind)
        yield f"| `{kind.__name__}` | {bases} | [`{code}`](errors.md#{code}) | {about} |"
    yield ""


def _code(name: str, value: object, *, method: bool = False) -> str:
    """A signature in a block, a parameter a line where one line is too short."""
    try:
        asked = inspect.signature(value)  # type: ignore[arg-type]
    except ValueError:  # a class without an `__init__` of its own
        return f"```text\n{name}\n```\n"
    parts, star = [], False
    for parameter in list(asked.parameters.values())[1 if method else 0 :]:
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            parts.append("*")
        star = star or parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL)
        parts.append(_parameter(parameter))
    answer = "" if name.startswith("class ") else f" -> {_type(asked.return_annotation)}"
    line = f"{name}({', '.join(parts)}){answer}"
    if len(line) > _WIDTH:
        inner = "".join(f"    {part},\n" for part in parts)
        line = f"{name}(\n{inner}){answer}"
    return f"```text\n{line}\n```\n"


def _parameter(parameter: inspect.Parameter) -> str:
    mark = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    typed = "" if parameter.annotation is parameter.empty else f": {_type(parameter.annotation)}"
    if parameter.default is parameter.empty:
        return f"{mark}{parameter.name}{typed}"
    default = "…" if parameter.default is attrs.NOTHING else repr(parameter.default)
    return f"{mark}{parameter.name}{typed} = {default}"


def _type(annotation: object) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", None) or str(annotation)


def _documented(value: object) -> str:
    """A docstring as Markdown: its lists of arguments and errors as lists."""
    return "\n\n".join([*map(_paragraph, _paragraphs(value)), ""])


def _paragraphs(value: object) -> list[str]:
    written = getattr(value, "__doc__", None) or ""
    return [part for part in inspect.cleandoc(written).split("\n\n") if part]


def _paragraph(text: str) -> str:
    head, _, rest = text.partition("\n")
    if head not in {"Args:", "Raises:", "Returns:"}:
        return text
    lines: list[str] = []
    for line in inspect.cleandoc(rest).splitlines():
        found = _ARGUMENT.fullmatch(line)
        lines.append(f"- `{found[1]}`: {found[2]}" if found else f"  {line.strip()}")
    return f"{head}\n\n" + "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.buffer.write(python_reference().encode())
