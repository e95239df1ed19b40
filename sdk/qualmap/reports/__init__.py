"""Reports for people: one screening, its difference between two editions, or what many come to: pages to read, print and keep."""

from qualmap.reports.pages import comparison_page, overview_page, person_page

__all__ = ["comparison_page", "overview_page", "person_page"]
