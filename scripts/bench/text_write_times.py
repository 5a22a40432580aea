"""Times peers writing rows they have in memory as text, on one thread each.

    python scripts/bench/text_write_times.py jsonl|csv ARROW_FILE

Prints a JSON object of milliseconds and bytes written by peer; peers that are not installed, or cannot write such rows,
are left out. The output goes to memory where the peer can write there, to a file under /dev/shm otherwise (DuckDB).
Run by `npm run bench`.
"""

import io
import json
import os
import sys
import tempfile
import time

os.environ.setdefault("POLARS_MAX_THREADS", "1")
FORMAT, PATH = sys.argv[1:3]


def polars():
    import polars

    frame = polars.read_ipc(PATH).rechunk()

    def run():
        out = io.BytesIO()
        frame.write_ndjson(out) if FORMAT == "jsonl" else frame.write_csv(out)
        return out.tell()

    return run


def duckdb():
    import duckdb
    import pyarrow.ipc

    source = pyarrow.ipc.open_file(PATH).read_all()  # noqa: F841 (read by name)
    connection = duckdb.connect()
    connection.execute("SET threads TO 1")
    connection.execute("CREATE TABLE rows AS SELECT * FROM source")
    folder = "/dev/shm" if os.path.isdir("/dev/shm") else None
    target = tempfile.NamedTemporaryFile(dir=folder)
    how = "FORMAT json" if FORMAT == "jsonl" else "FORMAT csv, HEADER"

    def run():
        connection.execute(f"COPY rows TO '{target.name}' ({how})")
        return os.path.getsize(target.name)

    return run


def pandas():
    import pandas

    frame = pandas.read_feather(PATH)

    def run():
        out = io.BytesIO()
        if FORMAT == "jsonl":
            frame.to_json(out, orient="records", lines=True, force_ascii=False)
        else:
            frame.to_csv(out, index=False)
        return out.tell()

    return run


def pyarrow():
    import pyarrow
    import pyarrow.csv
    import pyarrow.ipc

    if FORMAT != "csv":
        raise ValueError("pyarrow writes no JSON")
    pyarrow.set_cpu_count(1)
    table = pyarrow.ipc.open_file(PATH).read_all()

    def run():
        out = pyarrow.BufferOutputStream()
        pyarrow.csv.write_csv(table, out)
        return out.tell()

    return run


PEERS = {"polars": polars, "DuckDB": duckdb, "pandas": pandas, "pyarrow": pyarrow}


def main():
    result = {}
    for name, prepare in PEERS.items():
        try:
            run = prepare()
            if name != "pandas":
                run()
            started = time.perf_counter()
            size = run()
            result[name] = {"ms": (time.perf_counter() - started) * 1000, "bytes": size}
        except Exception as error:
            if os.environ.get("BENCH_ERRORS"):
                print(f"{name}: {error}", file=sys.stderr)
    print(json.dumps(result))


main()
