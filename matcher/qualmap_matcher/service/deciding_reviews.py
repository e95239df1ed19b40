"""Judge a review or take that back, over HTTP and at the console alike: checked, told to who listens, noted in the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast, get_args

from qualmap.errors import InputError
from qualmap.models import Claim, Json
from qualmap_matcher.eligibility.judging import ACTIONS
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.events import tell_of
from qualmap_matcher.service.fields import option_text, text
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.judgements import Court, Outcome, Verdict
from qualmap_matcher.service.store.scope import Scope

CLAIMS = get_args(Claim)
LONGEST_NOTE = 2000  # characters: a reason, not a file


def verdict_of(body: Mapping[str, Json], by: str) -> Verdict:
    """The verdict that members of a request or fields of a form say; raises `InputError`, which names the member."""
    action = text(body, "action")
    if action not in ACTIONS:
        raise InputError(f"expected one of {', '.join(ACTIONS)}, got {action!r}", field="action")
    claim, note, teach = option_text(body, "claim"), option_text(body, "note"), body.get("teach", True)
    if claim is not None and claim not in CLAIMS:
        raise InputError(f"expected one of {', '.join(CLAIMS)}, got {claim!r}", field="claim")
    if note is not None and len(note) > LONGEST_NOTE:
        raise InputError(f"expected at most {LONGEST_NOTE:,} characters, got {len(note):,}", field="note")
    if not isinstance(teach, bool):
        raise InputError("expected true or false", field="teach")
    qualification = option_text(body, "qualification")
    if action == "reject" and (extra := next((name for name in ("qualification", "claim") if body.get(name) is not None), None)):
        raise InputError("a rejection takes none", field=extra)
    return Verdict(action=action, qualification=qualification, claim=claim, note=note, teach=teach, by=by)


def decided(scope: Scope, core: Core, decide: Callable[[Court], Outcome], *, who: str) -> Outcome:
    """Decide, and tell those who listen and the audit trail; afterwards the tenant's engine has changed (`OwnEngines.changed`).

    Raises:
        Problem: as `Court.judge` and `Court.undo`.
        InputError: as `Court.judge`.

    """
    outcome = decide(Court(scope, core.vault, core.own_engines))
    review, stored = outcome.review, outcome.screening
    tell_of(scope, [stored])
    judged = review.judged
    said: dict[str, Json] = {}
    if judged is not None:
        said = {"qualification": judged.qualification, "claim": judged.claim, "teaching": judged.teaching}
    details: dict[str, Json] = {
        **said,
        "screening": stored.id,
        "version": stored.version,
        "decision_id": stored.screening["decision_id"],
        **cast("dict[str, Json]", stored.screening["versions"]),
    }
    action = review.state if judged is not None else "undone"
    append(scope, who=who, action=f"review.{action}", resource=review.id, details=details)
    return outcome
