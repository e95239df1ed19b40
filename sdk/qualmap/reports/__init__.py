"""Reports for people: one person's screening, or its difference between two editions, as a page to read, print and keep."""

from qualmap.reports.pages import comparison_page, person_page

__all__ = ["comparison_page", "person_page"]
