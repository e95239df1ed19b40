"""An extended lexicon is what compiling the registry with the same names would give; the bundled one stays as it is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from qualmap_lists import data_folder, load_json
from qualmap_matcher.engine.compiling import compile_lexicon
from qualmap_matcher.engine.extending import extend_lexicon
from qualmap_matcher.registry.records import Alias, Qualification

ADDED = [
    ("acca-member", "Ledger Keeper of Utopia (LKU)", ""),
    ("acca-member", "FRM", ""),
    ("us-cpa", "CPA", ""),
    ("pmi-pmp", "Quorn", "weak"),
    ("pmi-pmp", "FCCA", "weak"),
    ("acca-fellow", "ACCA", ""),
    ("cwa-analyst", "注册构件分析师", ""),
]
NEW = Qualification(
    id="cwa-analyst",
    name_en="Certified Widget Analyst (CWGA)",
    name_zh="注册构件分析师",
    name_zh_hant="註冊構件分析師",
    issuer="Widget Institute",
    issuers=("acca",),
    country="GB/HK",
    field="other",
    grade="fellow",
)


def aliases(*, own: bool) -> list[Alias]:
    return [Alias(id_, "und", text, strength == "weak", own=own) for id_, text, strength in ADDED]


@pytest.fixture(scope="module")
def bundled() -> dict[str, Any]:
    compiled: dict[str, Any] = load_json("compiled", "lexicon.json")
    return compiled


@pytest.fixture(scope="module")
def recompiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The lexicon of a data folder whose registry has the names in a field of their own."""
    folder = tmp_path_factory.mktemp("data")
    for part in ("registry", "words"):
        shutil.copytree(Path(str(data_folder() / part)), folder / part)
    field = folder / "registry" / "zz-added"
    field.mkdir()
    rows = "".join(f"{id_},und,{text},{strength}\n" for id_, text, strength in ADDED)
    (field / "aliases.csv").write_text(f"qualification,lang,alias,strength\n{rows}", encoding="utf-8")
    header = "id,name_en,name_zh,name_zh_hant,issuer,issuers,country,field,grade"
    row = f"{NEW.id},{NEW.name_en},{NEW.name_zh},{NEW.name_zh_hant},{NEW.issuer},acca,GB/HK,other,fellow"
    (field / "qualifications.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    return compile_lexicon(folder)


@pytest.mark.parametrize("own", [False, True])
def test_names_extend_the_lexicon_as_if_the_registry_had_them(
    bundled: dict[str, Any], recompiled: dict[str, Any], *, own: bool
) -> None:
    extended = extend_lexicon(bundled, aliases(own=own), [NEW])

    assert {name: extended[name] for name in recompiled if name != "version"} == {
        name: content for name, content in recompiled.items() if name != "version"
    }
    assert list(extended["phrases"]) == list(recompiled["phrases"])


def test_what_is_extended_stays_as_it_was(bundled: dict[str, Any]) -> None:
    extend_lexicon(bundled, aliases(own=True), [NEW])

    assert bundled == load_json("compiled", "lexicon.json")


def test_what_a_company_adds_to_the_meaning_of_a_phrase_is_told_apart(bundled: dict[str, Any]) -> None:
    own = extend_lexicon(bundled, [*aliases(own=True), Alias("acca-fellow", "und", "FCCA", own=True)], [NEW])["own"]

    assert own["frm"] == {"texts": {"acca-member": "FRM"}, "overrides": False}
    assert own["fcca"]["texts"] == {"pmi-pmp": "FCCA"}
    assert "cpa" not in own  # the registry says the same


def test_the_version_follows_from_the_content_alone(bundled: dict[str, Any]) -> None:
    versions = {
        "bundled": bundled["version"],
        "one": extend_lexicon(bundled, aliases(own=True), [NEW])["version"],
        "fewer": extend_lexicon(bundled, aliases(own=True)[1:], [NEW])["version"],
        "not own": extend_lexicon(bundled, aliases(own=False), [NEW])["version"],
        "no qualification": extend_lexicon(bundled, aliases(own=True)[:-1], [])["version"],
        "another base": extend_lexicon({**bundled, "version": "0" * 16}, aliases(own=True), [NEW])["version"],
    }

    assert len(set(versions.values())) == len(versions)
    assert extend_lexicon(bundled, aliases(own=True)[::-1], [NEW])["version"] == versions["one"]
