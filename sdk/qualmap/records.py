"""What is asked about one person: the credentials as they were written, and the facts that conditions need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from qualmap.errors import InputError
from qualmap.models import Credential, Json

FactValue = bool | int | float | str
_RECORD_FIELDS = ("ref", "credentials", "facts")
_CREDENTIAL_FIELDS = ("text", "issuer", "country")


@attrs.frozen(slots=True)
class Record:
    """One person's credentials and facts, under a `ref` of the caller's own; a fact that is absent or None is unknown.

    `ref` should say nothing about the person: an applicant's number, not a name. Which facts there are, and their values, is
    checked when the record is screened (`qualmap facts` lists them).
    """

    ref: str
    credentials: tuple[Credential, ...] = ()
    facts: Mapping[str, FactValue] = attrs.field(factory=dict)

    @classmethod
    def of(cls, value: Record | Mapping[str, object]) -> Record:
        """The record that a mapping of the contract's form is: `ref`, `credentials` and `facts`, and nothing else.

        A credential is a text or a mapping with `text` and, optionally, `issuer` and `country`.

        Raises:
            InputError: a field is missing, unknown or of the wrong type; the error names the record and the field.

        """
        if isinstance(value, Record):
            return value
        if not isinstance(value, Mapping):
            raise InputError(f"expected a Record or a mapping, got {type(value).__name__}")
        ref = _ref(value.get("ref"))
        for name in value:
            if name not in _RECORD_FIELDS:
                raise InputError(f"unknown; expected {', '.join(_RECORD_FIELDS)}", record=ref, field=str(name))
        return cls(ref, tuple(_credentials(value.get("credentials"), ref)), _facts(value.get("facts"), ref))

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the contract."""
        return {
            "ref": self.ref,
            "credentials": [one.to_dict() for one in self.credentials],
            "facts": dict(self.facts),
        }


def _ref(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"expected a text that tells this record from the others, got {value!r}", field="ref")
    return value


def _credentials(value: object, ref: str) -> Iterable[Credential]:
    if value is None:
        return
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise InputError(f"expected a list, got {type(value).__name__}", record=ref, field="credentials")
    for index, one in enumerate(value):
        place = f"credentials[{index}]"
        if isinstance(one, Credential):
            yield one
        elif isinstance(one, str):
            yield Credential(one)
        else:
            yield credential_of(one, place, ref=ref)


def credential_of(value: object, place: str, *, ref: str | None = None) -> Credential:
    """The credential of a mapping; raises `InputError`, which names the field below `place`."""
    if not isinstance(value, Mapping):
        raise InputError(f"expected a text or an object, got {type(value).__name__}", record=ref, field=place)
    texts: dict[str, str | None] = dict.fromkeys(_CREDENTIAL_FIELDS)
    for name, text in value.items():
        if name not in _CREDENTIAL_FIELDS:
            raise InputError(f"unknown; expected {', '.join(_CREDENTIAL_FIELDS)}", record=ref, field=f"{place}.{name}")
        if text is not None and not isinstance(text, str):
            raise InputError(f"expected a text, got {type(text).__name__}", record=ref, field=f"{place}.{name}")
        texts[name] = text
    if texts["text"] is None:
        raise InputError("missing; every credential needs one", record=ref, field=f"{place}.text")
    return Credential(texts["text"], texts["issuer"], texts["country"])


def _facts(value: object, ref: str) -> dict[str, FactValue]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InputError(f"expected an object, got {type(value).__name__}", record=ref, field="facts")
    facts: dict[str, FactValue] = {}
    for name, answer in value.items():
        if not isinstance(name, str):
            raise InputError(f"expected names of facts, got {name!r}", record=ref, field="facts")
        if answer is None:
            continue
        if not isinstance(answer, bool | int | float | str):
            raise InputError(f"expected one value, got {type(answer).__name__}", record=ref, field=f"facts.{name}")
        facts[name] = answer
    return facts
