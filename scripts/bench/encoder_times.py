"""Peers of encoders.bench.ts, where they are installed: prints {"way": [milliseconds, compressed bytes]} for FILE."""

import json
import sys
import time


def have(name):
    try:
        return __import__(name, fromlist=["_"])
    except ImportError:
        return None


zstandard, lz4_block, lz4_frame, pa = have("zstandard"), have("lz4.block"), have("lz4.frame"), have("pyarrow")
with open(sys.argv[1], "rb") as file:
    plain = file.read()


def ways():
    if lz4_block:
        yield "lz4_raw in python-lz4", lambda: lz4_block.compress(plain, store_size=False)
    if lz4_frame:
        size = lz4_frame.BLOCKSIZE_MAX4MB
        yield "lz4_frame in python-lz4", lambda: lz4_frame.compress(
            plain, block_size=size, block_linked=False, content_checksum=True
        )
    if pa:
        yield "snappy in pyarrow", lambda: pa.compress(plain, codec="snappy", asbytes=True)
    if zstandard:
        for level in (1, 3):
            compressor = zstandard.ZstdCompressor(level=level, write_checksum=True)
            yield f"zstd -{level} in python-zstandard", lambda compressor=compressor: compressor.compress(plain)


runs = {}
for name, run in ways():
    run()
    started = time.perf_counter()
    packed = run()
    runs[name] = [(time.perf_counter() - started) * 1e3, len(packed)]
print(json.dumps(runs))
