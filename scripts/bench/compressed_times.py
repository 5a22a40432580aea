"""Peers of codecs.bench.ts and arrow.bench.ts, where they are installed.

    compressed_times.py make FOLDER     writes FOLDER/rows.jsonl compressed, and as Arrow files
    compressed_times.py time FOLDER     prints {"task in peer": milliseconds} once, for files that are there
"""

import json
import os
import pathlib
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"


def have(name):
    try:
        return __import__(name, fromlist=["_"])
    except ImportError:
        return None


zstandard, lz4, pa, pl = have("zstandard"), have("lz4.frame"), have("pyarrow"), have("polars")
folder = pathlib.Path(sys.argv[2])


def make():
    plain = (folder / "rows.jsonl").read_bytes()
    if zstandard:
        for level in (3, 19):
            part = plain if level == 3 else plain[: 16 << 20]
            packed = zstandard.ZstdCompressor(level=level, write_checksum=True).compress(part)
            (folder / f"zstd-{level}").write_bytes(packed)
    if lz4:
        (folder / "lz4").write_bytes(lz4.compress(plain, content_checksum=False))
    if pa:
        table = have("pyarrow.json").read_json(folder / "rows.jsonl")
        for codec in (None, "lz4", "zstd"):
            options = pa.ipc.IpcWriteOptions(compression=codec)
            with pa.ipc.new_file(str(folder / f"{codec or 'plain'}.arrow"), table.schema, options=options) as writer:
                writer.write_table(table, max_chunksize=20_000)


def inflate(path, decompressor):
    total = 0
    with open(path, "rb") as file, decompressor.stream_reader(file, read_size=1 << 20) as reader:
        while chunk := reader.read(1 << 20):
            total += len(chunk)
    return total


def scan_pyarrow(path):
    with pa.OSFile(str(path)) as file:
        reader = pa.ipc.open_file(file)
        return sum(reader.get_batch(at).num_rows for at in range(reader.num_record_batches))


def tasks():
    for level in (3, 19):
        path = folder / f"zstd-{level}"
        if zstandard and path.exists():
            yield f"zstd-{level} in python-zstandard", lambda path=path: inflate(path, zstandard.ZstdDecompressor())
    if lz4 and (folder / "lz4").exists():
        yield "lz4 in python-lz4", lambda: len(lz4.decompress((folder / "lz4").read_bytes()))
    for codec in ("plain", "lz4", "zstd"):
        path = folder / f"{codec}.arrow"
        if not path.exists():
            continue
        yield f"{codec} in pyarrow, 1 thread", lambda path=path: scan_pyarrow(path)
        if pl:
            yield f"{codec} in polars, 1 thread", lambda path=path: pl.read_ipc(path).height


if sys.argv[1] == "make":
    make()
else:
    if pa:
        pa.set_cpu_count(1)
        pa.set_io_thread_count(1)
    times = {}
    for name, run in tasks():
        run()
        started = time.perf_counter()
        run()
        times[name] = (time.perf_counter() - started) * 1e3
    print(json.dumps(times))
