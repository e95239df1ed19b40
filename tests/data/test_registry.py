"""What the data must hold beyond its schemas: ids that exist, counts that were published, names enough and none too general."""

import functools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualmap_lists import data_folder, load_json
from qualmap_matcher.engine.compiling import phrase_key, read_wording
from qualmap_matcher.engine.wording import Wording
from qualmap_matcher.registry.reading import read_table
from qualmap_matcher.training.cases import Case, load_cases, scope

POLICY_IDS = Path(__file__).with_name("policy_ids.txt").read_text(encoding="utf-8").split()
"""The ids that other programs know: none may ever be missing, renamed or used for something else."""

KINDS = ("qualifications", "aliases", "issuers", "issuer_names", "memberships", "look_alikes", "collisions")
FEWEST_WAYS = 10  # in which anything that could stand on a list must be known to be written
FEWEST_CASES = 1500
DATA = data_folder()


@functools.cache
def rows(kind: str) -> tuple[dict[str, str], ...]:
    """The rows of one kind from the folders of all fields."""
    folders = sorted(folder.name for folder in (DATA / "registry").iterdir() if folder.is_dir())
    return tuple(row for folder in folders for row in read_table(DATA / "registry" / folder / f"{kind}.csv"))


def words(name: str) -> list[dict[str, str]]:
    return list(read_table(DATA / "words" / f"{name}.csv"))


def ids(kind: str) -> set[str]:
    return {row["id"] for row in rows(kind)}


@functools.cache
def key(text: str) -> str:
    """The text as the engine looks it up: capitals, width, dots and small words make no difference."""
    return phrase_key(text, wording())


@functools.cache
def wording() -> Wording:
    return read_wording(DATA / "words")


def repeated(values: Iterator[object]) -> list[object]:
    return [value for value, times in Counter(values).items() if times > 1]


def own_cases() -> list[Case]:
    return [case for part in ("tune", "measure") for case in load_cases(part) if not case.id.startswith("real-")]


# ---------------------------------------------------------------------------------------------- ids


def test_there_are_214_policy_ids() -> None:
    assert len(set(POLICY_IDS)) == len(POLICY_IDS) == 214


def test_every_policy_id_is_a_qualification() -> None:
    assert sorted(set(POLICY_IDS) - ids("qualifications")) == []


def test_every_qualification_is_defined_once() -> None:
    assert repeated(row["id"] for row in rows("qualifications")) == []


def test_every_issuer_is_defined_once() -> None:
    assert repeated(row["id"] for row in rows("issuers")) == []


def test_a_grade_of_a_body_means_one_thing() -> None:
    assert repeated((row["issuer"], row["grade"]) for row in rows("memberships")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_row_stands_in_two_fields(kind: str) -> None:
    assert repeated(tuple(row.items()) for row in rows(kind)) == []


def test_no_qualification_has_an_alias_twice() -> None:
    assert repeated((row["qualification"], row["alias"]) for row in rows("aliases")) == []


def test_no_body_has_a_name_twice() -> None:
    assert repeated((row["issuer"], row["name"]) for row in rows("issuer_names")) == []


def references() -> Iterator[tuple[str, str, str]]:
    """Every place in the registry and the word lists that names an id: where, which kind, which id."""
    for kind in ("aliases", "memberships", "look_alikes"):
        yield from ((kind, "qualifications", row["qualification"]) for row in rows(kind))
    yield from (("look_alikes", "qualifications", row["looks_like"]) for row in rows("look_alikes"))
    yield from (("levels", "qualifications", row["qualification"]) for row in words("levels"))
    for row in words("neighbours"):
        yield from (("neighbours", "qualifications", id_) for id_ in (row["settles"], row["neighbour"]))
    for row in rows("issuers"):
        yield from (("issuers", "qualifications", id_) for id_ in row["alone"].split() if id_ != "-")
    for kind in ("issuer_names", "memberships"):
        yield from ((kind, "issuers", row["issuer"]) for row in rows(kind))
    for row in rows("qualifications"):
        yield from (("qualifications", "issuers", id_) for id_ in row["issuers"].split())


def test_every_id_that_the_registry_and_the_word_lists_name_exists() -> None:
    known = {kind: ids(kind) for kind in ("qualifications", "issuers")}

    assert sorted({(where, id_) for where, kind, id_ in references() if id_ not in known[kind]}) == []


def test_no_qualification_looks_like_itself() -> None:
    assert [row for row in rows("look_alikes") if row["qualification"] == row["looks_like"]] == []


# ---------------------------------------------------------------------------------------------- names


def written(qualification: str) -> set[str]:
    """The ways of writing a qualification that the files know: its aliases, a body's bare name, a grade and a body's name."""
    ways = {key(row["alias"]) for row in rows("aliases") if row["qualification"] == qualification}
    grades = words("grades")
    for row in rows("issuers"):
        if qualification in row["alone"].split():
            ways |= {key(name["name"]) for name in rows("issuer_names") if name["issuer"] == row["id"]}
    for membership in rows("memberships"):
        if membership["qualification"] == qualification and not membership["claim"]:
            ways |= {
                key(f"{grade['word']} {name['name']}")
                for name in rows("issuer_names")
                if name["issuer"] == membership["issuer"]
                for grade in grades
                if grade["grade"] == membership["grade"] and name["lang"] in {grade["lang"], "und"}
            }
    return ways - {""}


def test_what_could_stand_on_a_list_is_known_in_ten_ways_of_writing_or_more() -> None:
    assert {id_: ways for id_ in sorted(scope()) if len(ways := written(id_)) < FEWEST_WAYS} == {}


def test_no_alias_is_only_a_grade_a_place_or_a_word_that_says_nothing() -> None:
    general = {
        key(row[column])
        for name, column in (("grades", "word"), ("countries", "word"), ("signals", "word"), ("claims", "cue"))
        for row in words(name)
    }
    aliases = {key(row["alias"]) for row in rows("aliases")}
    names = aliases | {key(row["name"]) for row in rows("issuer_names")}

    assert [alias for alias in aliases & (general | {""}) if not _begins_with_a_name(alias, names)] == []


def _begins_with_a_name(name: str, names: set[str]) -> bool:
    """As "PE exam" does, which is a name and says how it is held."""
    parts = name.split(" ")
    return any(" ".join(parts[:count]) in names for count in range(1, len(parts)))


# ---------------------------------------------------------------------------------------------- lists


def test_edition_1_0_has_the_published_number_of_rows_in_each_category() -> None:
    counts = Counter(row["category"] for row in read_table(DATA / "editions" / "1.0" / "rows.csv"))
    [first] = [edition for edition in load_json("editions", "editions.json")["editions"] if edition["id"] == "1.0"]

    assert counts == first["declared_rows"] == {"A": 48, "B": 15, "C": 22}


def test_eleven_rows_of_edition_1_0_are_confirmed_and_none_is_official() -> None:
    counts = Counter(row["evidence"] for row in read_table(DATA / "editions" / "1.0" / "rows.csv"))

    assert counts == {"confirmed": 11, "inferred": 74}


def test_no_qualification_stands_twice_in_a_category() -> None:
    table = read_table(DATA / "editions" / "1.0" / "rows.csv")

    assert repeated((row["category"], row["qualification"]) for row in table) == []


def test_every_row_of_the_list_is_a_policy_qualification_and_could_be_looked_for() -> None:
    listed = {row["qualification"] for row in read_table(DATA / "editions" / "1.0" / "rows.csv")}

    assert listed <= set(POLICY_IDS)
    assert listed <= ids("qualifications")


def test_every_source_that_is_cited_exists_and_every_source_is_cited() -> None:
    documents = ("clauses.json", "titles.json", "premium.json")
    cited = {source for name in documents for source in cited_in(load_json(name))}
    cited |= set(cited_in(load_json("editions", "editions.json")))
    cited |= {row["source"] for row in read_table(DATA / "editions" / "1.0" / "rows.csv")} - {""}

    assert cited == set(load_json("sources.json")["sources"])


def cited_in(node: object) -> Iterator[str]:
    """The ids under every "sources" of a document."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from value if name == "sources" else cited_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from cited_in(value)


def test_every_fact_that_a_condition_asks_for_is_described() -> None:
    conditions = [clause.get("requires", {}) for clause in load_json("clauses.json")["clauses"]]
    conditions.append(load_json("premium.json")["premium_package"]["requires"])
    titles = load_json("titles.json")["titles"]
    for round_ in (value for name, value in titles.items() if name.startswith("round-")):
        conditions += [round_["general"], round_["engineering_needs"]]
        conditions += [way for level in round_["levels"] for way in level["any"]]

    asked = {name for condition in conditions for name in asked_for(condition)}

    assert asked <= set(load_json("facts.json")["facts"])


def asked_for(condition: dict[str, object]) -> Iterator[str]:
    for name, value in condition.items():
        if name == "any" and isinstance(value, list):
            for one in value:
                yield from asked_for(one)
        else:
            yield name


def test_clauses_and_titles_name_editions_clauses_rounds_and_qualifications_that_exist() -> None:
    editions = {edition["id"] for edition in load_json("editions", "editions.json")["editions"]}
    clauses = load_json("clauses.json")["clauses"]
    titles = load_json("titles.json")["titles"]

    assert repeated(clause["id"] for clause in clauses) == []
    assert {clause["edition"] for clause in clauses} <= editions
    assert {clause["same_as"] for clause in clauses if "same_as" in clause} <= {clause["id"] for clause in clauses}
    assert {clause["titles"] for clause in clauses if "titles" in clause} <= set(titles)
    assert set(titles["named_levels"]) <= editions
    assert {id_ for named in titles["named_levels"].values() for id_ in named} <= set(POLICY_IDS)


# ---------------------------------------------------------------------------------------------- cases


def test_there_are_1_500_cases_of_our_own_or_more_and_each_id_is_used_once() -> None:
    assert len(own_cases()) >= FEWEST_CASES
    assert repeated(case.id for part in ("tune", "measure") for case in load_cases(part)) == []


def test_no_family_stands_in_both_parts() -> None:
    tune, measure = ({case.family for case in load_cases(part)} for part in ("tune", "measure"))

    assert sorted(tune & measure) == []


def test_no_text_stands_in_both_parts() -> None:
    tune, measure = ({" ".join(case.text.casefold().split()) for case in load_cases(part)} for part in ("tune", "measure"))

    assert sorted(tune & measure) == []


def test_every_id_that_a_case_names_exists() -> None:
    named = {
        id_
        for part in ("tune", "measure")
        for case in load_cases(part)
        for id_ in case.right | case.possible | set(case.claim_of)
    }

    assert sorted(named - ids("qualifications")) == []
    assert sorted(scope() - ids("qualifications")) == []


def test_every_id_that_could_stand_on_a_list_has_a_case_of_our_own() -> None:
    named = {id_ for case in own_cases() for id_ in case.right | case.possible}

    assert sorted(scope() - named) == []
