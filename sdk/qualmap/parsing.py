"""Models from the JSON of the service; members that this version does not know are passed over: newer services may have some."""

from __future__ import annotations

import datetime as dt
import functools
import typing
from typing import TYPE_CHECKING, TypeVar, cast

import attrs

from qualmap.catalogue import QualificationDetail
from qualmap.errors import ResponseError
from qualmap.models import Json, Qualification

if TYPE_CHECKING:
    import cattrs

Model = TypeVar("Model")


def structured(content: Json, model: type[Model], *, request_id: str | None = None) -> Model:
    """The model that JSON describes.

    Raises:
        ResponseError: a member is missing or of another kind; the message names it.

    """
    import cattrs

    try:
        return converter().structure(content, model)
    except (cattrs.errors.ClassValidationError, cattrs.errors.IterableValidationError) as error:
        wrong = "; ".join(cattrs.transform_error(error))
        raise ResponseError(f"the answer is not as expected: {wrong}", request_id=request_id) from error
    except (TypeError, ValueError, KeyError) as error:
        raise ResponseError(f"the answer is not as expected: {error}", request_id=request_id) from error


@functools.cache
def converter() -> cattrs.Converter:
    """What structures: strict about texts, numbers and truth, so that a wrong answer is told instead of turned around."""
    import cattrs

    made = cattrs.Converter()
    for kind in (str, bool, int):
        made.register_structure_hook(kind, _exactly)
    made.register_structure_hook(float, _number)
    made.register_structure_hook(dt.date, lambda value, _: dt.date.fromisoformat(value))
    made.register_structure_hook_func(_is_json, lambda value, _: value)
    made.register_structure_hook(QualificationDetail, _detail)
    return made


def _is_json(kind: object) -> bool:
    """Whether a type is `Json`; as a part of another type it has its own name resolved inside, and is not equal to itself."""
    return kind is Json or (set(typing.get_args(Json)[:5]) <= set(typing.get_args(kind)))


def _exactly(value: object, kind: type[Model]) -> Model:
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}, got {value!r}")
    return value


def _number(value: object, _kind: type[float]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"expected a number, got {value!r}")
    return float(value)


def _detail(value: object, _kind: type[QualificationDetail]) -> QualificationDetail:
    """The detail, whose JSON has the qualification's own members beside the others."""
    members = cast("dict[str, Json]", value)
    names = {field.name for field in attrs.fields(Qualification)}
    hints = typing.get_type_hints(QualificationDetail)
    others = {name: converter().structure(members[name], kind) for name, kind in hints.items() if name != "qualification"}
    qualification = converter().structure({name: members[name] for name in names}, Qualification)
    return QualificationDetail(qualification=qualification, **others)
