"""Spark in this process, with the Java that a wheel brings."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "spark"))

from java_home import make_java_home

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@contextlib.contextmanager
def session(cores: int) -> Iterator[SparkSession]:
    """A session in local mode."""
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="qualmap-java-") as folder:
        home = make_java_home(Path(folder))
        os.environ |= {"JAVA_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
        builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
        # Halves as long as each other: a file counts by its bytes alone.
        builder = builder.config("spark.sql.files.openCostInBytes", "0")
        spark = builder.config("spark.log.level", "ERROR").getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()
