"""One real Spark for all tests of this folder."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "batch"))

from java_home import make_java_home
from pyspark.sql import SparkSession

from qualmap.local import LocalMatcher, bundled_engine


@pytest.fixture(scope="session")
def java(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment that Spark needs."""
    home = make_java_home(tmp_path_factory.mktemp("java"))
    return {"JAVA_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}


@pytest.fixture(scope="session")
def spark(java: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Spark on two cores, which writes into a folder of its own."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in java.items():
            patched.setenv(name, value)
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "20000")
            .getOrCreate()
        )
        yield session
        session.stop()
        gateway = session.sparkContext._gateway
        if gateway is not None:
            gateway.shutdown()
            gateway.proc.stdin.close()
            gateway.proc.wait(timeout=60)


@pytest.fixture(scope="session")
def matcher() -> LocalMatcher:
    return LocalMatcher(bundled_engine())
