"""Credentials as they were written, each distinct one read once; and what the records that have the same ones share."""

from __future__ import annotations

import array
from collections.abc import Iterable, Iterator, Sequence

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from qualmap.editions import Asked
from qualmap.errors import InputError, TextError
from qualmap.models import Credential
from qualmap.records import Record
from qualmap.screening import ScreenedMention
from qualmap_matcher.batch.columns import Written
from qualmap_matcher.batch.combining import UNREADABLE, Codes, Value, coded, combined, numbers
from qualmap_matcher.eligibility.screener import Meaning, meanings
from qualmap_matcher.engine.engine import Engine

_PLACE = pa.int32()  # of a credential, as it stands in the key of a record's list
_REF = "-"  # errors are kept without their record: one is told of many
_Key = tuple[Value, Value, Value] | None


@attrs.frozen(slots=True, eq=False)
class Holder:
    """Everybody with the same credentials: what is read in them, and what of that decides, as a place in `Holders.meanings`.

    `malformed` is what is wrong with the credentials as parts of a record, `unread` what the engine cannot read of them.
    """

    credentials: tuple[Credential, ...]
    mentions: tuple[ScreenedMention, ...]
    meaning: int
    malformed: InputError | None
    unread: InputError | None


@attrs.define
class Holders:
    """The distinct credentials and holders that were met, by place."""

    engine: Engine
    asked: Asked
    found: list[Holder] = attrs.field(init=False, factory=list, repr=False)
    meanings: list[int] = attrs.field(init=False, factory=list, repr=False)
    distinct_meanings: list[tuple[ScreenedMention, ...]] = attrs.field(init=False, factory=list, repr=False)
    _credentials: dict[_Key, int] = attrs.field(init=False, factory=dict, repr=False)
    _written: list[Credential | InputError] = attrs.field(init=False, factory=list, repr=False)
    _single: dict[_Key, int] = attrs.field(init=False, factory=dict, repr=False)
    _holders: dict[tuple[int, ...], int] = attrs.field(init=False, factory=dict, repr=False)
    _meanings: dict[tuple[Meaning, ...], int] = attrs.field(init=False, factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.found)

    def places(self, written: Written) -> Codes:
        """The holder of each record, as places in `found`."""
        columns = [coded(column) for column in (written.text, written.issuer, written.country)]
        codes, combinations = combined([(codes, len(values)) for codes, values in columns])
        texts, issuers, countries = (values for _, values in columns)
        keys: list[_Key] = [(texts[text], issuers[issuer], countries[country]) for text, issuer, country in combinations]
        if written.lengths is None:
            return numbers(self._of_single(keys)).take(codes)
        credentials = pa.array([self._credential(key) for key in keys], _PLACE).take(codes)
        if written.present is not None and not pc.all(written.present).as_py():
            credentials = pc.if_else(written.present, credentials, self._credential(None))
        return self._of_lists(credentials.cast(_PLACE), written.lengths)

    def _of_single(self, keys: Iterable[_Key]) -> list[int]:
        """The holders of one credential or none each; most were met in an earlier batch."""
        known = self._single
        return [known[key] if key in known else self._of_new(key) for key in keys]

    def _of_new(self, key: _Key) -> int:
        none = key is None or key[0] is None
        place = self._single[key] = self._holder(() if none else (self._credential(key),))
        return place

    def _of_lists(self, credentials: pa.Array, lengths: pa.Array) -> Codes:
        """The holders of lists of credentials: each list's places, seen as bytes, is a key that Arrow can tell apart."""
        wide = pc.multiply(lengths, _PLACE.byte_width)
        offsets = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(wide).cast(pa.int64())])
        data = pa.array(credentials.to_pylist(), _PLACE) if credentials.offset else credentials
        bytes_ = pa.Array.from_buffers(pa.large_binary(), len(lengths), [None, offsets.buffers()[1], data.buffers()[1]])
        keys = bytes_.dictionary_encode()
        found = [self._holder(tuple(array.array("i", key))) for key in keys.dictionary.to_pylist()]
        return numbers(found).take(keys.indices)

    def _credential(self, key: _Key) -> int:
        place = self._credentials.get(key)
        if place is None:
            place = self._credentials[key] = len(self._written)
            self._written.append(_credential(key))
        return place

    def _holder(self, key: tuple[int, ...]) -> int:
        place = self._holders.get(key)
        if place is None:
            place = self._holders[key] = len(self.found)
            made = self._made([self._written[one] for one in key])
            self.found.append(made)
            self.meanings.append(made.meaning)
        return place

    def _made(self, written: Sequence[Credential | InputError]) -> Holder:
        for index, one in enumerate(written):
            if isinstance(one, InputError):
                return Holder((), (), self._meaning(()), one.within(f"credentials[{index}]"), None)
        credentials = tuple(one for one in written if isinstance(one, Credential))
        try:
            mentions = tuple(self._mentions(credentials))
        except InputError as error:
            return Holder(credentials, (), self._meaning(()), None, error)
        return Holder(credentials, mentions, self._meaning(mentions), None, None)

    def _mentions(self, credentials: Sequence[Credential]) -> Iterator[ScreenedMention]:
        for index, credential in enumerate(credentials):
            try:
                answer = self.engine.match(credential, self.asked)
            except InputError as error:
                raise error.within(f"credentials[{index}]") from None
            for mention in answer.mentions:
                yield ScreenedMention.of(mention, index)

    def _meaning(self, mentions: tuple[ScreenedMention, ...]) -> int:
        key = meanings(mentions)
        place = self._meanings.get(key)
        if place is None:
            place = self._meanings[key] = len(self.distinct_meanings)
            self.distinct_meanings.append(mentions)
        return place


def _credential(key: _Key) -> Credential | InputError:
    """The credential, or what is wrong with it; the field is named below the credential's place."""
    if key is not None:
        for name, value in zip(("text", "issuer", "country"), key, strict=True):
            if value is UNREADABLE:
                return TextError("expected a text in UTF-8", field=name)
    try:
        written = None if key is None else dict(zip(("text", "issuer", "country"), key, strict=True))
        return Record.of({"ref": _REF, "credentials": [written]}).credentials[0]
    except InputError as error:
        below = (error.field or "").partition(".")[2]
        return InputError(error.message, field=below or None)
