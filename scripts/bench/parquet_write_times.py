"""The peers of parquetWrite.bench.ts. Run by `npm run bench`.

parquet_write_times.py write FOLDER ROWS: text.arrow, tokens.arrow and chat.arrow to measure with.
parquet_write_times.py THREADS FOLDER: {"<table> <codec> in <peer>": [milliseconds, milliseconds of processor time, bytes]}.
Peers that are not installed are left out.
"""

import json
import os
import sys
import time

CODECS = ["none", "snappy", "zstd"]
TABLES = ["text", "tokens", "chat"]
ROUNDS = 3
THREADS = sys.argv[1]


def write(folder, rows):
    import numpy as np
    import pyarrow as pa
    import pyarrow.ipc as ipc

    rng = np.random.default_rng(7)
    words = np.array([f"{n * 2654435761 % 2**32:x}"[: 2 + n % 7] for n in range(20000)], dtype=object)

    def texts(count, mean):
        lengths = rng.poisson(mean, count)
        chosen = words[rng.zipf(1.3, lengths.sum()) % len(words)]
        ends = np.cumsum(lengths)
        return [" ".join(chosen[end - length : end]) for end, length in zip(ends, lengths)]

    def offsets(lengths):
        return pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))

    id_offsets = offsets(rng.poisson(512, rows // 2))
    items = id_offsets[-1].as_py()
    ids = (rng.zipf(1.2, items) % 32000).astype(np.int32)
    starts = np.asarray(id_offsets)[:-1]
    trained = np.arange(items) - np.repeat(starts, np.diff(np.asarray(id_offsets))) > 100
    turn_offsets = offsets(rng.integers(1, 5, rows))
    turns = turn_offsets[-1].as_py()
    roles = pa.array(np.array(["user", "assistant"], dtype=object)[np.arange(turns) % 2])
    messages = pa.StructArray.from_arrays([roles, pa.array(texts(turns, 30))], ["role", "content"])
    tables = {
        "text": {"id": np.arange(rows), "text": texts(rows, 100), "score": rng.random(rows)},
        "tokens": {
            "input_ids": pa.ListArray.from_arrays(id_offsets, pa.array(ids)),
            "attention_mask": pa.ListArray.from_arrays(id_offsets, pa.array(np.ones(items, np.int8))),
            "labels": pa.ListArray.from_arrays(id_offsets, pa.array(np.where(trained, ids, -100).astype(np.int64))),
        },
        "chat": {"messages": pa.ListArray.from_arrays(turn_offsets, messages), "source": [f"part {n % 40}" for n in range(rows)]},
    }
    sizes = {}
    for name, columns in tables.items():
        table = pa.table(columns).combine_chunks()
        with ipc.new_file(f"{folder}/{name}.arrow", table.schema) as out:
            out.write_table(table, max_chunksize=8192)
        sizes[name] = table.nbytes
    print(json.dumps(sizes))


def pyarrow(table, codec, path):
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression=codec, row_group_size=GROUP, write_page_index=True, write_page_checksum=True)


def duckdb(table, codec, path):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads TO {THREADS}")
    codec = "uncompressed" if codec == "none" else codec
    connection.register("rows", table)
    connection.execute(f"COPY rows TO '{path}' (FORMAT parquet, COMPRESSION {codec}, ROW_GROUP_SIZE {GROUP})")


GROUP = 65536


def timed(run):
    began, used = time.perf_counter(), sum(os.times()[:2])
    run()
    return [(time.perf_counter() - began) * 1e3, (sum(os.times()[:2]) - used) * 1e3]


def main():
    import pyarrow as pa
    import pyarrow.ipc as ipc

    pa.set_cpu_count(int(THREADS))
    folder = sys.argv[2]
    times = {}
    for name in TABLES:
        with ipc.open_file(f"{folder}/{name}.arrow") as file:
            table = file.read_all()
        for codec in CODECS:
            for peer, run in {"pyarrow": pyarrow, "DuckDB": duckdb}.items():
                path = f"{folder}/{name}-{codec}-{peer}.parquet"
                try:
                    rounds = sorted(timed(lambda: run(table, codec, path)) for _ in range(ROUNDS))
                except ImportError:
                    continue
                times[f"{name} {codec} in {peer}"] = [*rounds[ROUNDS // 2], os.path.getsize(path)]
    print(json.dumps(times))


if __name__ == "__main__":
    write(sys.argv[2], int(sys.argv[3])) if THREADS == "write" else main()
