"""Writes the source tables as Arrow files: python scripts/interop/make.py FOLDER"""

import pathlib
import sys

import pyarrow as pa

from tables import TABLES

for name, table in TABLES.items():
    made = table()
    with pa.ipc.new_file(pathlib.Path(sys.argv[1], f"{name}.arrow"), made.schema) as writer:
        writer.write_table(made, max_chunksize=1000)
