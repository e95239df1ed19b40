"""Read stretches of a text that no name covers as the nearest known name, where one is near enough to be worth weighing.

An approximate item goes on through the same stages as an exact one; its distance becomes features of the model.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from qualmap_matcher.engine.linking import ONLY_HOLDING
from qualmap_matcher.engine.nearest import Near, NearestNames
from qualmap_matcher.engine.scanning import Item, Scan
from qualmap_matcher.engine.units import BRACKET
from qualmap_matcher.engine.values import value

_LONGEST_RUN = 14  # words; longer stretches are prose
_LEAST_SIMILAR = 0.8
_FARTHEST = 0.45  # the weight of words that only one side has


@value
class Run:
    """Tokens `first` to `last` that name nothing, with the canonical words among them that carry meaning."""

    first: int
    last: int
    words: tuple[str, ...]


def approximate(scan: Scan, names: NearestNames) -> Scan:
    """The scan with an approximate item in place of each stretch that names nothing itself and has a near name."""
    if None not in scan.covering:
        return scan
    found = [(run, near) for run in _uncovered(scan) if (near := _near(run, names)) is not None]
    if not found:
        return scan
    covering = list(scan.covering)
    tokens = scan.tokens
    for run, near in found:
        item = Item(
            key=near.key,
            senses=scan.lexicon.senses_of(near.key),
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


def _near(run: Run, names: NearestNames) -> Near | None:
    """The nearest name to a run where it is near enough; in Chinese, Japanese and Korean the last character must be the same."""
    near = names.nearest(run.words) if 1 < len(run.words) <= _LONGEST_RUN else None
    if near is None or near.similarity < _LEAST_SIMILAR or near.missing + near.extra > _FARTHEST:
        return None
    return near if run.words[-1].isascii() or run.words[-1] == near.key[-1] else None


def _uncovered(scan: Scan) -> Iterator[Run]:
    dropped = scan.lexicon.wording.dropped
    first: int | None = None
    words: list[str] = []
    last = 0
    unknown = False
    for index, token in enumerate(scan.tokens):
        item = scan.covering[index]
        names = item is not None and item.senses.signals != ONLY_HOLDING and not _is_place(item)
        if first is not None and (names or token.gap >= BRACKET):
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
