"""Has the reference libraries decode what our compressors made; peers.test.ts runs it where PYTHON is set.

    decode_with_peers.py FOLDER    FOLDER/manifest.json: [{"file", "codec", "plain": file}, ...]

Needs pyarrow, lz4, zstandard and python-snappy; uses polars' and the zstd and lz4 commands where they are there. Prints
{"file": ["peer", ...]} of the peers that decoded each file to exactly its plain bytes; raises where one does not.
"""

import gzip
import json
import pathlib
import shutil
import subprocess
import sys
import zlib

import lz4.block
import lz4.frame
import pyarrow as pa
import snappy
import zstandard

folder = pathlib.Path(sys.argv[1])


def command(*words):
    def run(packed, plain):
        return subprocess.run(words, input=packed, stdout=subprocess.PIPE, check=True).stdout

    return run


def pyarrow(codec):
    return lambda packed, plain: pa.decompress(packed, len(plain), codec=codec, asbytes=True)


def lz4_raw_pyarrow(packed, plain):
    return pa.Codec("lz4_raw").decompress(packed, len(plain), asbytes=True)


def zstandard_all(packed, plain):
    parameters = zstandard.get_frame_parameters(packed)
    assert parameters.content_size == len(plain) and parameters.has_checksum
    assert parameters.window_size <= 8 << 20
    return zstandard.ZstdDecompressor().decompress(packed)


def zlib_member(packed, plain):
    assert packed[4:10] == b"\0\0\0\0\0\xff"  # no time, no system
    return zlib.decompress(packed, wbits=31)


PEERS = {
    "lz4_raw": {
        "lz4": lambda packed, plain: lz4.block.decompress(packed, uncompressed_size=len(plain)),
        "pyarrow": lz4_raw_pyarrow,
    },
    "lz4_frame": {"lz4": lambda packed, plain: lz4.frame.decompress(packed), "pyarrow": pyarrow("lz4")},
    "snappy": {"snappy": lambda packed, plain: snappy.decompress(packed), "pyarrow": pyarrow("snappy")},
    "gzip": {"gzip": lambda packed, plain: gzip.decompress(packed), "zlib": zlib_member, "pyarrow": pyarrow("gzip")},
    "zstd": {"zstandard": zstandard_all, "pyarrow": pyarrow("zstd")},
}
if shutil.which("zstd"):
    PEERS["zstd"]["zstd command"] = command("zstd", "-dc")
if shutil.which("lz4"):
    PEERS["lz4_frame"]["lz4 command"] = command("lz4", "-dc")
if shutil.which("gzip"):
    PEERS["gzip"]["gzip command"] = command("gzip", "-dc")

decoded = {}
for entry in json.loads((folder / "manifest.json").read_text()):
    packed = (folder / entry["file"]).read_bytes()
    plain = (folder / entry["plain"]).read_bytes()
    decoded[entry["file"]] = []
    for peer, decode in PEERS[entry["codec"]].items():
        if not plain and peer in ("snappy", "pyarrow"):
            continue  # these have no notion of decompressing to nothing
        assert decode(packed, plain) == plain, f"{peer} decodes {entry['file']} to something else"
        decoded[entry["file"]].append(peer)
print(json.dumps(decoded))
