"""Every page stands alone, runs nothing, can be read by everybody, and is wholly in one language."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from importlib.resources import files

import lxml.html
import pytest
from reported_people import Asked

import qualmap
from qualmap.reports.labels import LABELS
from qualmap.reports.phrases import in_chinese
from qualmap.reports.signs import CHANGES, CLAIMS, DECISIONS, EVIDENCE, LEVELS, LISTINGS, OUTCOMES, SEEN

STYLE = files("qualmap.reports").joinpath("templates", "page.css").read_text(encoding="utf-8")
_HAN = re.compile(r"[\u4e00-\u9fff]")
READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3
ON_PAPERS = ("--paper", "--raised", "--caution", "--mark")
PAIRS = [
    *(("--ink", paper) for paper in ON_PAPERS),
    *(("--soft", paper) for paper in ON_PAPERS),
    *((colour, paper) for colour in ("--link", "--good-ink", "--half-ink") for paper in ("--paper", "--raised")),
    *((f"--{kind}-ink", f"--{kind}-paper") for kind in ("good", "half", "open", "bad", "void", "official")),
]
"""Every colour of letters, on every colour that they stand on."""


def schemes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{\s*(?:color-scheme: light dark;\s*)?(--paper.*?)\}", STYLE, re.DOTALL)[:2]
    base = dict(re.findall(r"(--[\w-]+): (#\w{6});", light))
    return {"light": base, "dark": base | dict(re.findall(r"(--[\w-]+): (#\w{6});", dark))}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("letters", "paper"), PAIRS)
def test_letters_stand_out_from_their_paper(scheme: str, letters: str, paper: str) -> None:
    colours = schemes()[scheme]
    darker, lighter = sorted((luminance(colours[letters]), luminance(colours[paper])))

    assert (lighter + 0.05) / (darker + 0.05) >= READABLE


def test_the_dark_scheme_changes_every_colour_and_is_for_screens_only() -> None:
    light, dark = schemes().values()

    assert len(light) > 15
    assert all(light[name] != dark[name] for name in light)
    assert "@media screen and (prefers-color-scheme: dark)" in STYLE
    assert STYLE.count("prefers-color-scheme") == 1
    assert re.search(r"@media print \{[^@]*color-scheme: light;", STYLE)


def test_every_colour_of_letters_is_among_those_measured() -> None:
    measured = {letters for letters, _ in PAIRS}

    assert set(re.findall(r"[^-]color: var\((--[\w-]+)\)", STYLE)) <= measured


def test_a_page_loads_nothing_and_runs_nothing(every_page: list[str]) -> None:
    for page in every_page:
        tree = lxml.html.document_fromstring(page)

        assert not tree.xpath("//script | //link | //img | //iframe | //object | //embed | //form | //base | //svg")
        assert not tree.xpath("//@*[name() = 'style' or starts-with(name(), 'on')]")
        assert {element.tag for element in tree.xpath("//*[@href]")} <= {"a"}
        assert not tree.xpath("//*[@src]")
        assert "url(" not in page.split("</style>")[0]
        assert "@import" not in page.split("</style>")[0]


def test_the_pages_own_policy_allows_its_style_by_hash_and_nothing_else(every_page: list[str]) -> None:
    for page in every_page:
        tree = lxml.html.document_fromstring(page)
        [style] = tree.xpath("//style")
        digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
        [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_headings_go_down_one_step_at_a_time(every_page: list[str]) -> None:
    for page in every_page:
        levels = [int(heading.tag[1]) for heading in lxml.html.document_fromstring(page).xpath("//h1|//h2|//h3|//h4")]

        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_header_of_a_table_says_of_what_and_every_table_has_a_name(every_page: list[str]) -> None:
    for page in every_page:
        tree = lxml.html.document_fromstring(page)

        assert not tree.xpath("//th[not(@scope)]")
        for table in tree.xpath("//table"):
            assert table.xpath("caption") or tree.xpath(f"//*[@id='{table.get('aria-labelledby')}']")


def test_ids_are_there_once_and_links_within_the_page_lead_somewhere(every_page: list[str]) -> None:
    for page in every_page:
        tree = lxml.html.document_fromstring(page)
        ids = tree.xpath("//@id")

        assert len(ids) == len(set(ids))
        assert {link.removeprefix("#") for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)


def test_nothing_is_told_by_colour_alone(every_page: list[str]) -> None:
    for page in every_page:
        for badge in lxml.html.document_fromstring(page).xpath("//span[contains(@class, 'badge')]"):
            sign, name = badge.xpath("span[@class='sign']")[0], badge.xpath("span[@class='sign']")[0].tail
            assert sign.text.strip()
            assert name.strip()


def test_the_page_names_its_language(person: Asked, language: str) -> None:
    page = lxml.html.document_fromstring(person.page(language))

    assert page.get("lang") == {"en": "en", "zh": "zh-Hans"}[language]


def test_an_english_page_has_chinese_only_where_it_says_so(fellow: Asked) -> None:
    page = lxml.html.document_fromstring(fellow.page("en"))
    for element in page.xpath("//*[@lang='zh-Hans'] | //style | //dl[@class='sources']"):
        element.drop_tree()

    assert not _HAN.findall(page.text_content())


def test_a_chinese_page_has_english_only_in_names_ids_and_what_says_so(fellow: Asked) -> None:
    page = lxml.html.document_fromstring(fellow.page("zh"))
    own = page.xpath(
        "//*[@lang='en'] | //style | //blockquote | //code | //a[@class='cite']"
        " | //dl[@class='sources'] | //table[@class='versions']"
    )
    for element in own:
        element.drop_tree()
    left = page.text_content()
    for name in ("CFA Institute", "ACCA", "FCCA", *(benefit.clause for benefit in fellow.screening.benefits)):
        left = left.replace(name, "")

    assert not re.findall(r"[A-Za-z]{2,} [A-Za-z]{2,}", left)


TABLES = [LABELS, CLAIMS, LEVELS, LISTINGS, SEEN]
SIGNS = [CHANGES, DECISIONS, EVIDENCE, OUTCOMES]


@pytest.mark.parametrize(
    "wording",
    [
        *(
            words
            for table in TABLES
            for key, words in table.items()
            if key not in {"version_qualmap", "percent", "separator", "in_force_from_to"}
        ),
        *(words for table in SIGNS for sign in table.values() for words in (sign.name, sign.meaning)),
    ],
    ids=lambda wording: wording.en,
)
def test_every_label_has_both_languages_with_the_same_places(wording: qualmap.Wording) -> None:
    assert _HAN.search(wording.zh)
    assert not _HAN.search(wording.en)
    assert sorted(re.findall(r"\{\w+\}", wording.en)) == sorted(re.findall(r"\{\w+\}", wording.zh))


def test_every_phrase_of_the_lists_own_data_has_its_chinese() -> None:
    client = qualmap.Client.local()
    phrases = {row.reason for edition in client.editions() for row in client.rows(edition.id) if row.reason}
    phrases |= {edition.in_force_from_basis for edition in client.editions()}

    assert len(phrases) > 80
    assert [phrase for phrase in phrases if in_chinese(phrase) is None] == []


def test_a_phrase_with_an_unknown_part_has_no_chinese() -> None:
    assert in_chinese("because the head of personnel says so") is None
    assert in_chinese("fits the published scope (astrology; US)") is None
