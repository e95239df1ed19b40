"""People whose pages are looked at, each in one edition, as the real engine answers them."""

from __future__ import annotations

import attrs

import qualmap
from qualmap.catalogue import EditionSummary
from qualmap.models import Qualification
from qualmap.reports import person_page

FACTS = {"works_in_shanghai": True, "origin": "foreign", "age": 66}
PEOPLE: dict[str, tuple[str, list[object], dict[str, object], str]] = {
    "a fellow and a candidate": ("C-1024", ["FCCA; CFA Level II candidate"], FACTS, "1.0"),
    "an ambiguous name": ("C-1001", ["Controller | FCCA/CPA | SAP", "FCA, 14 years"], {}, "1.0"),
    "a candidate": ("C-7", ["CFA Level 2 candidate"], {"works_in_shanghai": True}, "3.0"),
    "nothing": ("C-8", [], {}, "3.0"),
    "no credential named": ("C-9", ["Fluent Cantonese, calm under pressure"], FACTS, "2.0"),
    "ten credentials": (
        "C-10",
        [
            *("FCCA", "PMP", "CISA", "FRM", "MRICS", "CPA", "FRAeS", "CCNA", "ACCA affiliate"),
            {"text": "CIMA", "issuer": "Investments & Wealth Institute", "country": "US"},
        ],
        FACTS,
        "2.0",
    ),
    "Chinese": ("候选人-17", ["英国皇家航空学会会士（FRAeS），民机适航顾问", "全球特许管理会计师 CGMA，外企十年"], FACTS, "1.0"),
    "a long text": ("C-long", ["Controller for years, then as FCCA and CISA holder in Leeds; " * 30], FACTS, "1.0"),
    "HTML": ("<b>R&D</b>", ['<script>alert(1)</script> FCCA & <img src=x onerror=alert(1)> "CFA" \''], FACTS, "1.0"),
    "odd characters": ("C-😀", ["🎓👩‍💻 FCCA 🎉 \ud83d lone \u202e CISA \x07\r\n两行 FRM"], FACTS, "1.0"),
}


@attrs.frozen
class Asked:
    """A record, its answer, and what a page needs besides."""

    record: qualmap.Record
    screening: qualmap.Screening
    edition: EditionSummary
    qualifications: tuple[Qualification, ...]

    def page(self, language: str) -> str:
        return person_page(
            self.screening,
            language=language,
            record=self.record,
            edition=self.edition,
            qualifications=self.qualifications,
        )


def asked(name: str) -> Asked:
    client = qualmap.Client.local()
    ref, credentials, facts, edition = PEOPLE[name]
    record = qualmap.Record.of({"ref": ref, "credentials": credentials, "facts": facts})
    summary = next(one for one in client.editions() if one.id == edition)
    return Asked(record, client.screen(record, edition=edition), summary, client.qualifications())
