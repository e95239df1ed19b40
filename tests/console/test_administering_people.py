"""Admin in the browser: people, and how long their texts are kept."""

from __future__ import annotations

import json
from pathlib import Path

from administered import REF, actions, retained, screen
from company import Company
from playwright.sync_api import expect
from programs_in_place import asking, token
from tabs import Tab


def test_a_person_is_exported_and_after_a_second_step_deleted(tab: Tab, own: Company) -> None:
    screen(own)
    page = tab.page
    tab.expected.append("status of 422")
    tab.open("/console/admin/people")
    page.get_by_label("Ref of the person").fill(REF)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    content = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (content["ref"], len(content["screenings"]), download.value.suggested_filename) == (REF, 1, "person.json")

    page.get_by_role("button", name="Delete …").click()
    expect(page.locator(".confirming")).to_contain_text(REF)
    assert REF not in page.url
    assert "person.deleted" not in actions(own)
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("status")).to_contain_text("is deleted")
    assert actions(own)[:2] == ["person.deleted", "person.exported"]
    page.get_by_label("Ref of the person").fill(REF)
    page.get_by_role("button", name="Delete …").click()
    expect(page.get_by_label("Ref of the person")).to_have_accessible_description("Nothing is stored under this ref.")


def test_fewer_days_are_kept_only_after_a_second_step(tab: Tab, own: Company) -> None:
    page, kept = tab.page, lambda: retained(own)
    tab.expected.append("status of 422")
    tab.open("/console/admin/people")
    for days, now_kept in (("60", 60), ("7", 60)):
        page.get_by_label("Days", exact=True).fill(days)
        page.get_by_role("button", name="Set").click()
        page.locator(".notice[role=status], .confirming").first.wait_for()
        assert kept() == now_kept
    page.get_by_role("button", name="Keep them for 7 days").click()
    expect(page.get_by_role("status")).to_contain_text("changed")

    assert kept() == 7
    with asking(own, own.key) as client:
        csrf = token(client.get("/console/admin/people").text)
        for days in ("0", "-1", "x", "36501", "9" * 5000):
            assert (
                client.post("/console/admin/people/retention", data={"csrf": csrf, "days": days}).status_code == 422
                or days == "٣"
            )
