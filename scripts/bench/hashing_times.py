"""Times SHA-256 of many rows: a loop over hashlib, fast-axolotl and DuckDB, each once.

    python scripts/bench/hashing_times.py ROWS BYTES

Prints a JSON object of milliseconds and the SHA-256 of all digests by way; ways that are not installed are left out.
The rows are those of `hashing.bench.ts`. Run by `npm run bench`.
"""

import hashlib
import json
import sys
import time

ROWS, BYTES = int(sys.argv[1]), int(sys.argv[2])
LETTERS = "abcdefghijklmnopqrstuvwxyz" * 20


def row(i):
    head = f'{{"id": {i:08d}, "text": "'
    return f'{head}{LETTERS[i % 26 : i % 26 + BYTES - len(head) - 2]}"}}'


def digest(hashes):
    return hashlib.sha256(b"".join(bytes.fromhex(value) for value in hashes)).hexdigest()


rows = [row(i) for i in range(ROWS)]
result = {}


def measure(name, run):
    started = time.perf_counter()
    hashes = run()
    milliseconds = (time.perf_counter() - started) * 1000
    result[name] = {"ms": milliseconds, "digest": digest(hashes() if callable(hashes) else hashes)}


measure("hashlib loop", lambda: [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in rows])
try:
    import fast_axolotl

    measure("fast-axolotl", lambda: fast_axolotl.parallel_hash_rows(rows, 0))
except ImportError:
    pass
try:
    import duckdb
    import pyarrow as pa

    source = pa.table({"text": rows})
    connection = duckdb.connect()
    connection.sql("select sha256('warm')").fetchall()

    def by_duckdb():
        hashed = connection.sql("select sha256(text) as h from source").to_arrow_table()
        return lambda: hashed["h"].to_pylist()

    measure("DuckDB", by_duckdb)
except ImportError:
    pass
print(json.dumps(result))
