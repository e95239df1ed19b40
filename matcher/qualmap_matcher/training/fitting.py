"""Fit the model: scikit-learn's logistic regression over the features of the cases to tune on and of generated writing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from qualmap_matcher.engine.features import FEATURES
from qualmap_matcher.engine.reading import Found, Reader
from qualmap_matcher.training.cases import Case, scope

_DIGITS = 3  # of a coefficient: more would only record the noise of the solver
_STRENGTH = 1.0  # of the pull towards zero, scikit-learn's C
THRESHOLDS = {"matched": 0.77, "review": 0.3}


def fit_model(cases: Iterable[Case], reader: Reader) -> dict[str, Any]:
    """The content of `compiled/model.json`, the same for the same cases and lexicon."""
    examples = [example for case in cases for example in examples_of(case, reader)]
    values = np.array([vector for vector, _ in examples])
    right = np.array([label for _, label in examples])
    fitted = LogisticRegression(C=_STRENGTH, solver="newton-cholesky", tol=1e-10, max_iter=1000).fit(values, right)
    content = {
        "intercept": round(float(fitted.intercept_[0]), _DIGITS),
        "coefficients": {name: round(float(value), _DIGITS) for name, value in zip(FEATURES, fitted.coef_[0], strict=True)},
        "thresholds": THRESHOLDS,
        "examples": len(examples),
    }
    return {"version": hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12], **content}


def examples_of(case: Case, reader: Reader) -> Iterator[tuple[list[float], bool]]:
    """Feature values and label for every draft of a case that could stand on a list."""
    counted = scope()
    acceptable = case.right | case.possible
    for found in reader.read(case.text, reader.beside(case.issuer, None)).found:
        candidates = found.settled.candidates
        if candidates & counted or candidates & acceptable:
            yield vector(found), bool(candidates & acceptable)


def vector(found: Found) -> list[float]:
    """The values of all features, in their order."""
    return [function(found.evidence) for function in FEATURES.values()]
