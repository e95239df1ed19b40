"""Templates filled in: autoescaped, strict about names, every value made safe to show, every fixed word from the catalogue."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from qualmap.files.labels import LIMITS, said
from qualmap.models import Qualification
from qualmap.reports.contents import certainty, in_both, known_rows, level_of
from qualmap.reports.labels import LABELS
from qualmap.reports.marking import shown
from qualmap.reports.phrases import in_chinese
from qualmap.reports.signs import CLAIMS, DECISIONS, EVIDENCE, LISTINGS, OUTCOMES, SEEN
from qualmap.screening import Wording
from qualmap_matcher.service.console.assets import assets
from qualmap_matcher.service.console.languages import TAGS, say
from qualmap_matcher.service.console.page import HOME

if TYPE_CHECKING:
    from jinja2 import Environment

_HAN = re.compile("[㐀-鿿]")
_TABLES = {
    "CLAIMS": CLAIMS,
    "DECISIONS": DECISIONS,
    "EVIDENCE": EVIDENCE,
    "LIMITS": LIMITS,
    "LISTINGS": LISTINGS,
    "OUTCOMES": OUTCOMES,
    "SEEN": SEEN,
}


def render(template: str, language: str, contents: Mapping[str, object]) -> bytes:
    """A template in a language, as UTF-8."""
    return environment(language).get_template(template).render(**contents).encode()


@functools.cache
def environment(language: str) -> Environment:
    """What templates know: `t` for messages, `label` for the words of reports, the tables of signs, and a few filters."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("qualmap_matcher.service.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: shown(value) if type(value) is str else value,
    )
    other = "en" if language == "zh" else "zh"
    made.filters |= {
        "said": lambda words: said(words, language),
        "other": lambda words: said(words, other),
        "name": _name,
        "both": in_both,
        "certainty": certainty,
        "known_rows": known_rows,
        "level": level_of,
        "moment": _moment,
        "tongue": lambda text: TAGS["zh" if _HAN.search(text) else "en"],
        "web": lambda url: url if url and url.startswith(("https://", "http://")) else None,
    }
    made.globals |= {
        **_TABLES,
        "HOME": HOME,
        "t": lambda key, **values: say(key, language, **values),
        "label": lambda key, **values: said(LABELS[key], language).format(**values),
        "language": TAGS[language],
        "other_language": TAGS[other],
        "is_foreign": lambda phrase: language == "zh" and in_chinese(phrase) is None,
        "asset": lambda name: assets()[name].address,
    }
    return made


def _name(qualification: Qualification) -> Wording:
    return Wording(qualification.name_en, qualification.name_zh)


def _moment(stored: str) -> str:
    """A moment as the store writes it, to the minute, in UTC."""
    return f"{stored[:10]} {stored[11:16]} UTC"
