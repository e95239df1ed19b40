"""The machine that a time was measured on: without it a time says nothing."""

from __future__ import annotations

import contextlib
import os
import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("rapidfuzz", "scikit-learn", "numpy", "httpx", "pyarrow", "polyfuzz", "string-grouper", "sentence-transformers")


def describe_machine() -> str:
    """Platform, processor, cores, and the versions of Python and the libraries, on two lines."""
    libraries = ", ".join(f"{name} {found}" for name in _LIBRARIES if (found := _version(name)))
    return (
        f"{platform.platform()}, {_processor()}, {os.cpu_count()} cores\n"
        f"{platform.python_implementation()} {platform.python_version()}, {libraries}"
    )


def stay_on_one_core() -> None:
    """Keep this process and those it starts on one core, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _version(name: str) -> str | None:
    with contextlib.suppress(PackageNotFoundError):
        return version(name)
    return None


def _processor() -> str:
    """The processor's name; Linux tells Python only its architecture."""
    listed = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", listed.read_text(encoding="utf-8")) if listed.is_file() else None
    return found[1] if found else platform.processor()
