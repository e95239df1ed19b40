"""Rewrite every expected output: those beside the examples, and those shown in the README and under docs/.

    .venv/bin/python tests/examples/regenerate.py

Prints the files that changed; read their difference before you commit it.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from documents import PAGES, Example, examples, printed_by
from running import EXAMPLES, ROOT, run_program


def main() -> None:
    """Rewrite what the examples print, then the pages, one of which shows a part of it."""
    with ThreadPoolExecutor() as pool:
        for file, text in [*pool.map(expected, sorted(EXAMPLES.glob("*.py")))]:
            rewrite(file, text)
        for page in PAGES:
            found = [example for example in examples(page) if example.output]
            text = page.read_text(encoding="utf-8")
            for example, printed in reversed(list(zip(found, pool.map(current, found), strict=True))):
                start, end = example.output or (0, 0)
                text = f"{text[:start]}{printed}\n{text[end:]}"
            rewrite(page, text)


def expected(program: Path) -> tuple[Path, str]:
    """The file beside an example, and what it should hold."""
    printed = run_program(program)
    if printed.status:
        sys.exit(f"{program} failed:\n{printed.text}")
    return EXAMPLES / "expected" / f"{program.stem}.txt", f"{printed.text}\n"


def current(example: Example) -> str:
    """What the page should show for an example."""
    if example.code == "scripts/demo\n":
        return example.cut((EXAMPLES / "expected" / "demo.txt").read_text(encoding="utf-8"))
    return example.cut(printed_by(example)) if example.is_run else example.shown or ""


def rewrite(file: Path, text: str) -> None:
    """Write the file if that changes it."""
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{file.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
