"""Data and peers of export.bench.ts: `write FOLDER MB` makes its sources; `FOLDER TASK` prints {"peer": [ms, processor ms]}."""

import json
import os
import random
import sys
import time


def have(name):
    try:
        return __import__(name, fromlist=["_"])
    except ImportError:
        return None


def write(folder, megabytes):
    import pyarrow as pa
    import pyarrow.parquet as pq

    random.seed(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(random.choices(letters, k=random.randint(2, 9))) for _ in range(5000)]

    def text(least, most):
        return " ".join(random.choices(words, k=random.randint(least, most)))

    flat = {"id": [], "score": [], "source": [], "prompt": [], "answer": []}
    with open(f"{folder}/chat.jsonl", "w") as file:
        row = 0
        while file.tell() < megabytes * 1e6:
            source = random.choice(["web", "books", "code"])
            values = [row, random.random(), source, text(5, 60), text(20, 200)]
            for column, value in zip(flat.values(), values):
                column.append(value)
            messages = [{"role": "user", "content": values[3]}, {"role": "assistant", "content": values[4]}]
            file.write(json.dumps({"id": row, "score": values[1], "source": source, "messages": messages}) + "\n")
            row += 1
    pq.write_table(pa.table(flat), f"{folder}/flat.parquet", compression="snappy", row_group_size=50_000)
    return {"rows": row}


def ways(folder, source, target):
    out = f"{folder}/peer.{target}"
    path = f"{folder}/{source}"
    is_json = source.endswith(".jsonl")
    pa, duckdb, polars = have("pyarrow"), have("duckdb"), have("polars")
    if pa:
        import pyarrow.csv
        import pyarrow.feather
        import pyarrow.json
        import pyarrow.parquet

        read = (lambda: pa.json.read_json(path)) if is_json else (lambda: pa.parquet.read_table(path))
        writers = {
            "parquet": lambda: pa.parquet.write_table(read(), out, compression="zstd"),
            "feather": lambda: pa.feather.write_feather(read(), out, compression="lz4"),
            "csv": lambda: pa.csv.write_csv(read(), out),
        }
        if target in writers:
            yield "pyarrow", writers[target]
    if duckdb:
        rows = f"read_json('{path}', format='newline_delimited')" if is_json else f"'{path}'"
        options = {
            "parquet": "format parquet, compression zstd",
            "jsonl": "format json",
            "jsonl.gz": "format json, compression gzip",
            "jsonl.zst": "format json, compression zstd",
            "csv": "format csv",
        }
        if target in options:
            yield "DuckDB", lambda: duckdb.sql(f"copy (select * from {rows}) to '{out}' ({options[target]})")
    if polars:
        table = (lambda: polars.read_ndjson(path)) if is_json else (lambda: polars.read_parquet(path))
        writers = {
            "parquet": lambda: table().write_parquet(out, compression="zstd"),
            "feather": lambda: table().write_ipc(out, compression="lz4"),
            "jsonl": lambda: table().write_ndjson(out),
            "csv": lambda: table().write_csv(out),
        }
        if target in writers:
            yield "polars", writers[target]


def main():
    if sys.argv[1] == "write":
        print(json.dumps(write(sys.argv[2], float(sys.argv[3]))))
        return
    folder, source, target = sys.argv[1:]
    times = {}
    for name, run in ways(folder, source, target):
        started, processor = time.perf_counter(), time.process_time()
        run()
        times[name] = [1e3 * (time.perf_counter() - started), 1e3 * (time.process_time() - processor)]
        if os.path.exists(f"{folder}/peer.{target}"):
            os.remove(f"{folder}/peer.{target}")
    print(json.dumps(times))


main()
