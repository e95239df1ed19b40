"""Screen and match Spark DataFrames: the Arrow function in every Python worker of a cluster.

Importing this package loads neither pyspark nor pyarrow; calling it does.
"""

from qualmap_matcher.spark.frames import match, screen

__all__ = ["match", "screen"]
