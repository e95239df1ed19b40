"""Screen a DataFrame with Spark, here on two cores of this machine: the same lines run on a cluster."""

from pyspark.sql import SparkSession

from qualmap_matcher.spark import screen

PEOPLE = [
    ("C-1", "FCCA", True, "foreign", 66),
    ("C-2", "CPA", True, "foreign", 41),
    ("C-3", "CFA Level II candidate", True, "mainland", 29),
    ("C-4", "FRM", None, None, 300),
]
SCHEMA = "ref string, credential string, works_in_shanghai boolean, origin string, age int"

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
people = spark.createDataFrame(PEOPLE, SCHEMA)

answers = screen(people, ref="ref", text="credential", edition="1.0", detail="summary")
for row in answers.orderBy("ref").collect():
    said = row.error.message if row.error else f"{row.held or 'nothing'}, housing: {row['1.0-A-housing']}"
    print(f"{row.ref}  {said}")
spark.stop()
