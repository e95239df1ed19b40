"""Modules that tests share are imported by their bare names, so no two folders may have one of the same name."""

from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent


def test_no_two_shared_modules_of_the_tests_have_one_name() -> None:
    shared = [path.name for path in HERE.rglob("*.py") if not path.name.startswith(("test_", "conftest", "__init__"))]

    assert [name for name, count in Counter(shared).items() if count > 1] == []
