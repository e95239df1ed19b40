"""What may be learnt from a judgement: a wording becomes the tenant's own name only where that is safe for every later text."""

from __future__ import annotations

import attrs

from qualmap.editions import Asked
from qualmap.models import Credential
from qualmap_matcher.engine.compiling import phrase_key
from qualmap_matcher.engine.engine import Engine
from qualmap_matcher.engine.layering import with_names
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.overlays.names import KnownNames
from qualmap_matcher.registry.records import Alias
from qualmap_matcher.service.store.names import own_name

TEACHING = {
    "taught": "Later texts with this wording are matched to the qualification, as the company's own name.",
    "not_asked": "The judgement was not to teach anything, or was a rejection.",
    "no_name": "The wording is no name by itself: a single character, or a word for a grade, a place or a state.",
    "known": "The wording means this qualification already; what was unsure lay in the text around it.",
    "shared": "The wording means something else too, and the judgement rests on the text around it as well.",
    "unsafe": "The wording says by itself that nothing is held, or would not be matched to the qualification alone.",
}
"""What came of teaching, with what it means."""

_HELD = "held"
_EDITION_FOR_TRIAL = "1.0"  # whichever: no decision rests on it


@attrs.frozen
class Lesson:
    """What a judgement teaches; `name` is None unless `outcome` is `taught`."""

    outcome: str
    name: Alias | None = None


def lesson(engine: Engine, credential: Credential, text: str, *, qualification: str) -> Lesson:
    """What the engine without the tenant's names can learn from a text of a credential that a person took for a qualification.

    A name that means something else too (to the registry, or as an ordinary word) is learnt only where the credential is nothing
    but this wording, with no issuer or country beside it: then the judgement can only be about the wording, and overrides the
    registry for this tenant.
    """
    lexicon = engine.lexicon
    key = phrase_key(text, lexicon.wording)
    if not key or _no_name(text, lexicon):
        return Lesson("no_name")
    senses = lexicon.senses(key)
    meant = senses.qualifications | senses.rarely if senses else frozenset()
    others = bool(meant - {qualification}) or bool(senses and senses.issuers and qualification not in meant)
    if senses and not others and qualification in senses.qualifications and not senses.weak:
        return Lesson("known")
    alone = credential.issuer is None and credential.country is None
    if (others or (senses and senses.weak)) and not (alone and phrase_key(credential.text, lexicon.wording) == key):
        return Lesson("shared")
    if _says_not_held(engine, text):
        return Lesson("unsafe")
    name = own_name(qualification, text, overrides=others)
    return Lesson("taught", name) if _is_met(with_names(engine, [name]), name) else Lesson("unsafe")


def _no_name(text: str, lexicon: Lexicon) -> bool:
    """Whether a text cannot name anything, by the rule that an overlay's names obey too."""
    known = KnownNames(lexicon, lambda one: phrase_key(one, lexicon.wording), (), lambda _text, _qualification: None)
    return known.why_no_name(text) is not None


def _says_not_held(engine: Engine, text: str) -> bool:
    """Whether the wording itself says that what it names is not held: "ACCA candidate"."""
    return any(found.claim.claim != _HELD for found in engine.read(Credential(text)).found)


def _is_met(engine: Engine, name: Alias) -> bool:
    """Whether the name alone is matched, whole, as one that is held."""
    edition = _EDITION_FOR_TRIAL if _EDITION_FOR_TRIAL in engine.editions.editions else next(iter(engine.editions.editions))
    found = engine.match(Credential(name.text), Asked(edition)).mentions
    return len(found) == 1 and (
        found[0].outcome == "matched"
        and found[0].claim == _HELD
        and found[0].named_by == "company"
        and found[0].qualification is not None
        and found[0].qualification.id == name.qualification
    )
