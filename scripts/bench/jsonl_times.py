"""Times peers reading one file of JSON Lines into Arrow batches, on one thread each, and prints milliseconds. Run by
`npm run bench`.

jsonl_times.py PATH PEER...: one line of JSON, {peer: milliseconds}, after a run to warm up; peers that are not installed,
or do not take the file, are left out.
"""

import json
import os
import sys
import time

os.environ.setdefault("POLARS_MAX_THREADS", "1")


def duckdb(path):
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads TO 1")
    query = f"SELECT * FROM read_ndjson('{path}')"
    return lambda: sum(batch.num_rows for batch in connection.execute(query).to_arrow_reader(4096))


def polars(path):
    import polars

    return lambda: polars.read_ndjson(path).to_arrow().num_rows


def pyarrow(path):
    import pyarrow
    from pyarrow import json as arrow_json

    pyarrow.set_cpu_count(1)
    options = arrow_json.ReadOptions(use_threads=False, block_size=8 << 20)
    return lambda: arrow_json.read_json(path, options).num_rows


def fast_axolotl(path):
    import fast_axolotl

    def run():
        batches = fast_axolotl.streaming_dataset_reader(path, "jsonl", 4096)
        return sum(len(next(iter(batch.values()), [])) for batch in batches)

    return run


PEERS = {"DuckDB": duckdb, "polars": polars, "pyarrow": pyarrow, "fast-axolotl": fast_axolotl}


def main():
    times = {}
    for name in sys.argv[2:]:
        try:
            run = PEERS[name](sys.argv[1])
            run()
            start = time.perf_counter()
            run()
            times[name] = (time.perf_counter() - start) * 1000
        except Exception as error:
            print(f"{name}: {error}", file=sys.stderr)
    print(json.dumps(times))


main()
