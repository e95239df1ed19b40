"""On a terminal a person sees how far a run is and what it came to; a file that catches the same sees none of the texts."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = "import sys; sys.argv[0] = 'qualmap'; from qualmap.cli import main; main()"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "in.csv"
    rows = [f"C-{n},{'FCCA' if n % 2 else 'Wizard of Oz Certificate'},{'old' if n == 7 else n}" for n in range(60)]
    file.write_text("\n".join(["id,certificate,age", *rows, ""]))
    return file


def seen(*arguments: str) -> str:
    """What a terminal gets as standard error."""
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    with subprocess.Popen(command, stderr=slave, stdout=subprocess.DEVNULL, env=environment):
        os.close(slave)
        parts = []
        try:
            while part := os.read(master, 1 << 16):
                parts.append(part)
        except OSError:  # how the end of a terminal looks on Linux
            pass
        os.close(master)
    return b"".join(parts).decode()


def test_it_shows_rows_rate_time_left_errors_and_then_what_it_came_to(table: Path, tmp_path: Path) -> None:
    shown = seen("screen", str(table), "--edition", "1.0", "-o", str(tmp_path / "out.csv"), "--rows-at-once", "5")

    assert re.search(r"60 rows, \S+/s", shown)
    assert re.search(r"\d+%", shown)
    assert re.search(r"\d:\d\d:\d\d|-:--:--", shown)
    assert "1 errors" in shown
    assert "Error: row 9" in shown
    assert re.search(r"30\s+Wizard of Oz Certificate", shown)
    assert "59 people screened" in shown


def test_quiet_shows_none_of_that(table: Path, tmp_path: Path) -> None:
    shown = seen("screen", str(table), "--edition", "1.0", "-o", str(tmp_path / "out.csv"), "--quiet")

    assert [line for line in shown.splitlines() if line] == [
        line for line in shown.splitlines() if line.startswith("Error: row 9")
    ]


def test_what_goes_to_a_log_has_counts_and_no_texts(table: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "screen", str(table), "--edition", "1.0", "-o", str(tmp_path / "out.csv")]
    logged = subprocess.run(command, capture_output=True, text=True, check=False).stderr

    assert "30  no row" in logged
    assert "Wizard" not in logged
    assert "rows," not in logged
    assert "\x1b" not in logged


def test_a_report_is_a_page_beside_the_answers(table: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    command = [sys.executable, "-c", PROGRAM, "screen", str(table), "--edition", "1.0", "--json", "-q", "--report", str(report)]
    done = subprocess.run([*command, "--lang", "zh"], capture_output=True, check=False)

    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 60
    assert '<html lang="zh-Hans">' in report.read_text(encoding="utf-8")
