"""Admin in the browser: the audit trail."""

from __future__ import annotations

from pathlib import Path

from administered import scope_of
from company import Company
from playwright.sync_api import expect
from sqlalchemy import update
from tabs import Tab

from qualmap_matcher.service.administering import set_retention
from qualmap_matcher.service.auditing import verify_export
from qualmap_matcher.service.store.schema import AUDIT
from qualmap_matcher.service.store.scope import Scope


def test_the_trail_is_listed_sieved_written_out_and_found_sound(tab: Tab) -> None:
    page = tab.page
    for name in ("one", "two"):
        tab.open("/console/admin")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Make the key").click()
    tab.open("/console/admin/people")
    page.get_by_label("Days", exact=True).fill("90")
    page.get_by_role("button", name="Set").click()
    tab.open("/console/admin/audit")
    expect(page.locator(".trail tbody tr")).to_have_count(3)
    page.get_by_label("Action").select_option("key.created")
    expect(page.locator(".trail tbody tr")).to_have_count(2)
    page.get_by_label("Done to").fill("nothing of that kind!")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".empty")).to_contain_text("No entry is like that")

    with page.expect_download() as download:
        page.get_by_role("button", name="Export as JSON Lines").click()
    verified = verify_export(Path(download.value.path()).read_bytes().splitlines())
    assert (verified.sound, verified.entries) == (True, 3)
    page.get_by_role("link", name="Verify the trail").click()
    expect(page.locator(".verdict")).to_contain_text("The trail is sound")
    expect(page.locator(".head-of")).to_contain_text(verified.head.digest)


def test_a_trail_that_was_changed_is_found_out(tab: Tab, own: Company) -> None:
    with own.core.database.writing() as connection:
        set_retention(Scope(connection, scope_of(own)), 40, who="somebody")
    tab.open("/console/admin/audit/verification")
    noted = tab.page.locator(".head-of .secret").inner_text()
    tab.open(f"/console/admin/audit/verification?noted={noted}")
    expect(tab.page.locator(".verdict")).to_contain_text("sound")
    tab.open(f"/console/admin/audit/verification?noted={'0' * 63}1")
    expect(tab.page.locator(".verdict.unsound")).to_contain_text("no entry has the digest")
    with own.core.database.writing() as connection:
        connection.execute(update(AUDIT).values(who="nobody"))

    tab.open("/console/admin/audit/verification")
    expect(tab.page.locator(".verdict.unsound")).to_contain_text("entry 1 was changed")
    assert tab.faults() == []
