"""A client of reconciliation services that is not ours, against a service on a socket."""

from __future__ import annotations

import pandas as pd
import pytest
from reconciler import reconcile
from serving import Served
from tenants import Issued

# The client uses what newer versions of pandas warn about.
pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.drop:DeprecationWarning")


@pytest.fixture
def endpoint(served: Served, issued: Issued) -> str:
    """The address that a person gives to a client: it has the key, for the client sends no header."""
    return f"{served.url}/reconcile/key/{issued.text}"


def test_a_column_is_reconciled(endpoint: str) -> None:
    column = pd.Series(["FCCA", "Certified Information Systems Auditor", "FCCA", "特许金融分析师"])

    found = reconcile(column, type_id="qualification", reconciliation_endpoint=endpoint)

    assert dict(zip(found["input_value"], found["id"], strict=True)) == {
        "FCCA": "acca-fellow",
        "Certified Information Systems Auditor": "isaca-cisa",
        "特许金融分析师": "cfa-institute-cfa",
    }
    assert set(found["match"]) == {True}
    assert set(found["type_id"]) == {"qualification"}


def test_columns_beside_settle_what_a_name_means(endpoint: str) -> None:
    people = pd.DataFrame({"certificate": ["CPA", "FCA"], "issuer": ["CPA Australia", "ICAEW"]})

    found = reconcile(
        people["certificate"], property_mapping={"issuer": people["issuer"]}, top_res=1, reconciliation_endpoint=endpoint
    )

    assert [*found["id"]] == ["cpa-australia-cpa", "icaew-fca"]
    assert [*found["match"]] == [True, True]


def test_a_name_that_several_carry_leaves_the_choice_to_a_person(endpoint: str) -> None:
    found = reconcile(pd.Series(["CPA"]), top_res="all", reconciliation_endpoint=endpoint)

    assert len(found) > 3
    assert not found["match"].any()


def test_more_rows_than_a_client_sends_at_once_are_all_answered(endpoint: str) -> None:
    column = pd.Series([f"FCCA, member {number}" for number in range(35)])  # this client sends ten at a time

    found = reconcile(column, reconciliation_endpoint=endpoint)

    assert len(found) == 35
    assert set(found["id"]) == {"acca-fellow"}
