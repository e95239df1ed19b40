"""The machine that a time was measured on: without it a time says nothing."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("rapidfuzz", "scikit-learn", "numpy", "httpx")


def describe_machine() -> str:
    """Platform, processor, cores, and the versions of Python and the libraries, on two lines."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"{platform.platform()}, {_processor()}, {os.cpu_count()} cores of which one is used\n"
        f"{platform.python_implementation()} {platform.python_version()}, {libraries}"
    )


def stay_on_one_core() -> None:
    """Keep this process and those it starts on one core, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _processor() -> str:
    """The processor's name; Linux tells Python only its architecture."""
    listed = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", listed.read_text(encoding="utf-8")) if listed.is_file() else None
    return found[1] if found else platform.processor()
