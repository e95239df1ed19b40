"""Spark's types for Arrow's, and the other way round."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import ArrayType, DataType, DoubleType, IntegerType, StringType, StructField, StructType


def arrow_schema(schema: StructType) -> pa.Schema:
    """The schema of the batches in which Spark hands over rows."""
    return to_arrow_schema(schema)


def spark_schema(answers: pa.Schema, written: StructType, keep: Collection[str]) -> StructType:
    """The schema of answers for Spark; columns that are kept have the types that they were written with."""
    return StructType([written[field.name] if field.name in keep else _field(field) for field in answers])


def _field(field: pa.Field) -> StructField:
    return StructField(field.name, _type(field.type), nullable=True)


def _type(kind: pa.DataType) -> DataType:
    if pa.types.is_struct(kind):
        return StructType([_field(field) for field in kind])
    if pa.types.is_list(kind):
        return ArrayType(_type(kind.value_type), containsNull=True)
    return {pa.string(): StringType(), pa.int32(): IntegerType(), pa.float64(): DoubleType()}[kind]
