"""Peers of access.bench.ts, where they are installed, on one thread each.

    access_times.py make FOLDER         writes FOLDER/rows.jsonl.zst from FOLDER/rows.jsonl, as one frame
    access_times.py time PATH ROW       prints {"task in peer": milliseconds} for one compressed file of lines
"""

import json
import os
import pathlib
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"


def duckdb_tasks(path, row):
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads TO 1")
    table = f"read_json('{path}', format='newline_delimited')"
    batches = lambda query: sum(b.num_rows for b in connection.execute(query).to_arrow_reader(4096))
    return {
        "first rows": lambda: batches(f"SELECT * FROM {table} LIMIT 100"),
        "far rows": lambda: batches(f"SELECT * FROM {table} LIMIT 100 OFFSET {row}"),
        "all rows": lambda: batches(f"SELECT * FROM {table}"),
    }


def polars_tasks(path, row):
    import polars

    return {
        "first rows": lambda: polars.scan_ndjson(path).head(100).collect().height,
        "far rows": lambda: polars.scan_ndjson(path).slice(row, 100).collect().height,
        "all rows": lambda: polars.scan_ndjson(path).collect().to_arrow().num_rows,
    }


def main():
    if sys.argv[1] == "make":
        import zstandard

        folder = pathlib.Path(sys.argv[2])
        packed = zstandard.ZstdCompressor(level=3).compress((folder / "rows.jsonl").read_bytes())
        (folder / "rows.jsonl.zst").write_bytes(packed)
        return
    times = {}
    for peer, tasks in (("DuckDB", duckdb_tasks), ("polars", polars_tasks)):
        try:
            for task, run in tasks(sys.argv[2], int(sys.argv[3])).items():
                started = time.perf_counter()
                run()
                times[f"{task} in {peer}"] = (time.perf_counter() - started) * 1000
        except Exception:  # not installed, or it does not read this
            continue
    print(json.dumps(times))


main()
