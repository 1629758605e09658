"""A table made larger: the same rows again, each copy with places, courses and units of its own."""

import os
from pathlib import Path

import duckdb

# The whole report, if there is one at hand; else the rows that come with the data serve.
REPORT = os.environ.get("KG_TRAINING_REPORT", "")
_COPIES = """
COPY (
  SELECT * EXCLUDE (number, place) REPLACE (
    CASE WHEN number = 0 THEN page_number ELSE concat(page_number, '-', number) END
      AS page_number,
    CASE WHEN number > 0 AND place % 10 = 0 THEN concat(course_title, ' ', number)
      ELSE course_title END AS course_title,
    CASE WHEN number > 0 AND place % 10 = 1 THEN concat(student_unit, ' ', number)
      ELSE student_unit END AS student_unit)
  FROM (SELECT *, row_number() OVER (ORDER BY md5(concat_ws('|', region_file, page_number,
    course_title, student_unit, start_date))) AS place FROM read_parquet('{source}')),
       range({copies}) AS copies(number)
  WHERE number * {rows} + place <= {wanted}
) TO '{target}' (FORMAT parquet, ROW_GROUP_SIZE 60000)"""


def write(source: Path, target: Path, times: float) -> int:
    """Write a table so many times as long as another, and return how many rows it has."""
    connection = duckdb.connect(config={"memory_limit": "1GB"})
    rows = length(source)
    wanted = round(rows * times)
    values = {"source": source, "target": target, "rows": rows, "wanted": wanted}
    connection.execute(_COPIES.format(copies=-(-wanted // rows), **values))
    connection.close()
    return wanted


def length(file: Path) -> int:
    """Return how many rows a Parquet file has."""
    import pyarrow.parquet

    rows: int = pyarrow.parquet.ParquetFile(file).metadata.num_rows
    return rows
