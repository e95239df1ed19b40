"""Overlay folders to open: one with everything in it, and a way to write others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import qualmap

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def full() -> Path:
    return Path(__file__).with_name("full")


@pytest.fixture
def copy(full: Path, tmp_path: Path) -> Path:
    """The full overlay, to be spoiled."""
    return Path(shutil.copytree(full, tmp_path / "copy"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write an overlay folder: aliases as `id,text` or `id,text,strength` lines, and other files by their paths."""

    def write(*aliases: str, name: str = "overlay", files: dict[str, object] | None = None) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        if aliases:
            rows = [(line + ",").split(",")[:3] for line in aliases]
            lines = [f"{id_},und,{text},{strength}" for id_, text, strength in rows]
            (folder / "aliases.csv").write_text("\n".join(["qualification,lang,alias,strength", *lines, ""]), encoding="utf-8")
        for path, content in (files or {}).items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            file.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def bundled() -> qualmap.Client:
    return qualmap.Client.local()
