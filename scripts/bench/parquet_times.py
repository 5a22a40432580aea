"""Parquet files to measure with, and the peers that read them. Run by `npm run bench`.

parquet_times.py write FOLDER ROWS: one.parquet (a single row group, no page index) and scan-<codec>.parquet.
parquet_times.py THREADS FOLDER PLACE...: {"<task> in <peer>": [milliseconds, milliseconds of processor time]};
PLACEs are rows to jump to. Peers that are not installed are left out.
"""

import json
import os
import sys
import time

CODECS = ["snappy", "zstd", "gzip"]
THREADS = sys.argv[1]
if THREADS != "write":
    os.environ["POLARS_MAX_THREADS"] = THREADS
    os.environ["RAYON_NUM_THREADS"] = THREADS


def write(folder, rows):
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(7)
    words = np.array([f"{n * 2654435761 % 2**32:x}"[: 2 + n % 7] for n in range(20000)], dtype=object)

    def texts(count, mean):
        lengths = rng.poisson(mean, count)
        chosen = words[rng.zipf(1.3, lengths.sum()) % len(words)]
        ends = np.cumsum(lengths)
        return [" ".join(chosen[end - length : end]) for end, length in zip(ends, lengths)]

    def offsets(lengths):
        return pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))

    id_offsets = offsets(rng.poisson(205, rows))
    ids = pa.array((rng.zipf(1.2, id_offsets[-1].as_py()) % 32000).astype(np.int64))
    turn_offsets = offsets(rng.integers(1, 5, rows))
    turns = turn_offsets[-1].as_py()
    roles = pa.array(np.array(["user", "assistant"], dtype=object)[np.arange(turns) % 2])
    messages = pa.StructArray.from_arrays([roles, pa.array(texts(turns, 30))], ["role", "content"])
    table = pa.table({
        "id": np.arange(rows),
        "text": texts(rows, 75),
        "messages": pa.ListArray.from_arrays(turn_offsets, messages),
        "input_ids": pa.ListArray.from_arrays(id_offsets, ids),
        "score": rng.random(rows),
    })
    for codec in CODECS:
        pq.write_table(table, f"{folder}/scan-{codec}.parquet", compression=codec, row_group_size=32768)
    pq.write_table(table, f"{folder}/one.parquet", row_group_size=rows)
    print(json.dumps({"arrowBytes": table.nbytes}))


def pyarrow():
    import pyarrow
    import pyarrow.parquet as pq

    pyarrow.set_cpu_count(int(THREADS))
    threads = int(THREADS) > 1

    def rows_at(path, start, count):
        for group in range((file := pq.ParquetFile(path)).num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if start < rows:
                return file.read_row_group(group, use_threads=threads).slice(start, count).num_rows
            start -= rows

    scan = lambda path, columns: sum(b.num_rows for b in pq.ParquetFile(path).iter_batches(4096, columns=columns, use_threads=threads))
    return scan, rows_at


def polars():
    import polars

    scan = lambda path, columns: polars.read_parquet(path, columns=columns).to_arrow().num_rows
    return scan, lambda path, start, count: polars.scan_parquet(path).slice(start, count).collect().to_arrow().num_rows


def duckdb():
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads TO {THREADS}")
    connection.execute("SET preserve_insertion_order TO true")
    run = lambda query: sum(b.num_rows for b in connection.sql(query).to_arrow_reader(4096))
    scan = lambda path, columns: run(f"SELECT {', '.join(columns or ['*'])} FROM '{path}'")
    return scan, lambda path, start, count: run(f"SELECT * FROM '{path}' LIMIT {count} OFFSET {start}")


def fast_axolotl():
    import fast_axolotl

    scan = lambda path, columns: sum(len(batch["id"]) for batch in fast_axolotl.streaming_dataset_reader(path, "parquet", 4096, int(THREADS)))
    return scan, None


def timed(run):
    began, used = time.perf_counter(), sum(os.times()[:2])
    run()
    return [(time.perf_counter() - began) * 1e3, (sum(os.times()[:2]) - used) * 1e3]


def main():
    folder, places = sys.argv[2], [int(place) for place in sys.argv[3:]]
    times = {}
    for name, peer in {"pyarrow": pyarrow, "polars": polars, "DuckDB": duckdb, "fast-axolotl": fast_axolotl}.items():
        try:
            scan, rows_at = peer()
        except ImportError:
            continue
        one = f"{folder}/one.parquet"
        tasks = {f"scan {codec}": lambda codec=codec: scan(f"{folder}/scan-{codec}.parquet", None) for codec in CODECS}
        if rows_at:
            tasks["text column"] = lambda: scan(f"{folder}/scan-snappy.parquet", ["text"])
            tasks["first rows"] = lambda: rows_at(one, 0, 100)
            tasks["far rows"] = lambda: [rows_at(one, place, 100) for place in places[:1]]
        for task, run in tasks.items():
            times[f"{task} in {name}"] = timed(run)
    print(json.dumps(times))


if __name__ == "__main__":
    write(sys.argv[2], int(sys.argv[3])) if THREADS == "write" else main()
