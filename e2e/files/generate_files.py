"""Files of the end-to-end tests, made by pyarrow.

    pip install pyarrow numpy && python e2e/files/generate_files.py

tokens.parquet: 3,000 pre-tokenized rows in three row groups, zstd.
damaged.parquet: 3,000 rows in three row groups; a page of the second one is overwritten, its footer is whole.
"""

import pathlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261123)
lengths = np.clip(rng.lognormal(3.0, 0.7, 3000).astype(int), 1, 300)
ids = [rng.integers(3, 50, n).astype(np.int32) for n in lengths]
labels = [np.where(np.arange(n) < n // 3, -100, row).astype(np.int64) for n, row in zip(lengths, ids)]
table = pa.table(
    {
        "id": pa.array(range(3000), pa.int64()),
        "input_ids": pa.array(ids, pa.list_(pa.int32())),
        "labels": pa.array(labels, pa.list_(pa.int64())),
    }
)
pq.write_table(table, here / "tokens.parquet", row_group_size=1000, compression="zstd")

path = here / "damaged.parquet"
plain = pa.table({"id": pa.array(range(3000), pa.int64()), "text": [f"row {i}" for i in range(3000)]})
pq.write_table(plain, path, row_group_size=1000, compression="snappy", use_dictionary=False)
column = pq.ParquetFile(path).metadata.row_group(1).column(1)
data = bytearray(path.read_bytes())
for i in range(column.data_page_offset + 40, column.data_page_offset + 400):
    data[i] = (data[i] * 7 + 13) % 256
path.write_bytes(bytes(data))
