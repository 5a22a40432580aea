"""Times peers reading one CSV into Arrow batches, on one thread each, and prints milliseconds. Run by `npm run bench`.

csv_times.py PATH ROUNDS PEER...: per round one line of JSON, {peer: milliseconds}; peers that are not installed are left out.
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

    def run():
        reader = connection.execute(f"SELECT * FROM read_csv('{path}', header=true)").to_arrow_reader(4096)
        return sum(batch.num_rows for batch in reader)

    return run


def polars(path):
    import polars

    return lambda: polars.read_csv(path).to_arrow().num_rows


def pyarrow(path):
    import pyarrow
    from pyarrow import csv

    pyarrow.set_cpu_count(1)
    options = csv.ParseOptions(newlines_in_values=True)

    def run():
        reader = csv.open_csv(path, csv.ReadOptions(use_threads=False), options)
        return sum(batch.num_rows for batch in reader)

    return run


def pandas(path):
    import pandas
    import pyarrow

    return lambda: pyarrow.Table.from_pandas(pandas.read_csv(path)).num_rows


def fast_axolotl(path):
    import fast_axolotl

    return lambda: sum(len(next(iter(batch.values()), [])) for batch in fast_axolotl.streaming_dataset_reader(path, "csv", 4096))


PEERS = {"DuckDB": duckdb, "polars": polars, "pyarrow": pyarrow, "pandas": pandas, "fast-axolotl": fast_axolotl}


def main():
    path, rounds, wanted = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    runs = {}
    for name in wanted:
        try:
            runs[name] = PEERS[name](path)
            runs[name]()
        except Exception as error:  # not installed, or it cannot read the file
            runs.pop(name, None)
            print(f"{name}: {error}", file=sys.stderr)
    for line in sys.stdin if rounds == 0 else range(rounds):
        times = {}
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            times[name] = (time.perf_counter() - start) * 1000
        print(json.dumps(times), flush=True)


main()
