"""What the answers for many people come to, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from qualmap.files.digest import Digest
from qualmap.files.labels import EVIDENCE, said
from qualmap.screening import Wording

_MOST = 5  # of a list: what to look at first; the report has more
_STANDING = Wording(
    "people by the best category of what they hold, and its evidence; inferred rows are no facts:",
    "按所持资格的最佳类别及其依据统计的人数；“推断”条目并非事实：",
)
_NO_ROW = Wording("no row", "无条目")
_ASKING = Wording("questions that would settle most decisions:", "最能确定判定的问题（可确定的判定数）：")
_OPEN = Wording("{question} (people: {people})", "{question}（{people}人）")
_UNKNOWN = Wording("most common credentials that are not recognised:", "最常见的未识别证书：")
_LOST = Wording("(each at most {lost} more)", "（各项最多再多{lost}次）")


def summary_lines(digest: Digest, *, lang: str, texts: bool) -> Iterator[str]:
    """How people stand, what asking would settle, and, with `texts`, what they wrote that nobody knows.

    Questions about a name repeat what somebody wrote too.
    """
    yield said(_STANDING, lang)
    for standing in digest.standings():
        evidence = said(EVIDENCE[standing.evidence] if standing.evidence else _NO_ROW, lang)
        yield f"{standing.people:8}  {f'{standing.categories} ' if standing.categories else ''}{evidence}"
    questions = [one for one in digest.questions(None) if texts or one.is_fact][:_MOST]
    if questions:
        yield said(_ASKING, lang)
    for one in questions:
        yield f"{one.settles:8}  {said(_OPEN, lang).format(question=one.zh if lang == 'zh' else one.en, people=one.people)}"
    if texts and digest.unrecognised.counts:
        yield said(_UNKNOWN, lang)
        for (text,), count in digest.unrecognised.most(_MOST):
            yield f"{count:8}  {text}"
        if digest.unrecognised.lost:
            yield f"{'':8}  {said(_LOST, lang).format(lost=digest.unrecognised.lost)}"
