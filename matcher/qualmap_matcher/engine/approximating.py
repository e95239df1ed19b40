"""Read stretches of a text that no name covers as the nearest known name, where one is near enough to be worth weighing.

An approximate item goes on through the same stages as an exact one; its distance becomes features of the model.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.nearest import Near, NearestNames
from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.units import Gap

_LONGEST_RUN = 14  # words; longer stretches are prose
_LEAST_SIMILAR = 0.8
_FARTHEST = 0.45  # the weight of words that only one side has
_ONLY_HOLDING = frozenset({"holding"})


@attrs.frozen(slots=True)
class Run:
    """Tokens `first` to `last` that name nothing, with the canonical words among them that carry meaning."""

    first: int
    last: int
    words: tuple[str, ...]

    @property
    def wording(self) -> str:
        """The words joined as a lexicon's key is."""
        return " ".join(self.words)


def runs(scan: Scan, lexicon: Lexicon, names: NearestNames) -> list[Run]:
    """The stretches worth a search: between commas, brackets and names, with words that names have."""
    if None not in scan.covering:
        return []
    return [run for run in _uncovered(scan, lexicon) if 1 < len(run.words) <= _LONGEST_RUN and names.plausible(run.words)]


def approximate(scan: Scan, found: list[Run], names: NearestNames) -> Scan:
    """The scan with an approximate item in place of each run that has a near name."""
    covering = list(scan.covering)
    for run in found:
        near = names.nearest(run.wording)
        if near is None or not _is_near(run.wording, near):
            continue
        senses = names.lexicon.senses(near.key)
        assert senses is not None  # noqa: S101 - names come from the same lexicon
        tokens = scan.tokens
        item = Item(
            key=near.key,
            senses=senses,
            first=run.first,
            last=run.last,
            start=tokens[run.first].start,
            end=tokens[run.last].end,
            corrections=sum(token.corrections for token in tokens[run.first : run.last + 1]),
            near=near,
        )
        covering[run.first : run.last + 1] = [item] * (run.last - run.first + 1)
    items = [item for index, item in enumerate(covering) if item is not None and item.first == index]
    return attrs.evolve(scan, items=items, covering=covering)


def _uncovered(scan: Scan, lexicon: Lexicon) -> Iterator[Run]:
    dropped = lexicon.wording.dropped
    first: int | None = None
    words: list[str] = []
    last = 0
    unknown = False
    for index, token in enumerate(scan.tokens):
        item = scan.covering[index]
        names = item is not None and item.senses.signals != _ONLY_HOLDING and not _is_place(item)
        if first is not None and (names or token.gap >= Gap.BRACKET):
            if unknown:
                yield Run(first, last, tuple(words))
            first, words, unknown = None, [], False
        if names or token.word in dropped or token.word[0].isdigit():
            continue
        if first is None:
            first = index
        last = index
        unknown = unknown or item is None
        words.append(token.word)
    if first is not None and unknown:
        yield Run(first, last, tuple(words))


def _is_place(item: Item) -> bool:
    return item.senses.country is not None and not item.senses.names_something


def _is_near(wording: str, near: Near) -> bool:
    """Whether a name is near enough to be weighed; in Chinese, Japanese and Korean the last character is what a name is of."""
    if near.similarity < _LEAST_SIMILAR or near.missing + near.extra > _FARTHEST:
        return False
    return wording[-1].isascii() or wording[-1] == near.key[-1]
