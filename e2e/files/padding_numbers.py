"""Numbers the padding tests expect, computed from tokens.parquet without any of our code.

    pip install pyarrow numpy && python e2e/files/padding_numbers.py
"""

import pathlib

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

table = pq.read_table(pathlib.Path(__file__).parent / "tokens.parquet")
lengths = pc.list_value_length(table["input_ids"]).to_numpy()
orders = {
    "file": np.arange(len(lengths)),
    "shuffled": np.random.default_rng(42).permutation(len(lengths)),
    "length": np.argsort(-lengths, kind="stable"),
}


def tell(order, batch_size=8, multiple=1, target=None, shown=()):
    wastes, widths, kept, cut, cut_rows = [], [], 0, 0, 0
    for start in range(0, len(lengths), batch_size):
        rows = orders[order][start : start + batch_size]
        width = -(-(target or lengths[rows].max()) // multiple) * multiple
        held = np.minimum(lengths[rows], width)
        kept += held.sum()
        cut += (lengths[rows] - held).sum()
        cut_rows += (lengths[rows] > width).sum()
        widths.append(width)
        wastes.append(1 - held.sum() / (width * len(rows)))
        if start // batch_size in shown:
            print(f"  batch {start // batch_size}: width {width}, waste {wastes[-1]:.1%}, rows {rows}, {lengths[rows]}")
    positions = sum(w * len(orders[order][i * batch_size : (i + 1) * batch_size]) for i, w in enumerate(widths))
    middle = sorted(widths)[len(widths) // 2]
    print(
        f"{order} multiple {multiple} target {target}: waste {1 - kept / positions:.1%}, pad {positions - kept}, "
        f"tokens {kept}, batches {len(widths)}, cut {cut} in {cut_rows}, widths {min(widths)} {middle} {max(widths)}, "
        f"worst batch {int(np.argmax(wastes))} {max(wastes):.1%}"
    )
    print("  histogram", np.histogram(wastes, bins=20, range=(0, 1))[0])


tell("file", shown=(0, 1, 199))
tell("shuffled")
tell("length", shown=(0,))
tell("file", multiple=64)
tell("file", target=40)
trained_cut = sum(label != -100 for labels in table["labels"].to_pylist() for label in labels[40:])
print(f"trained tokens cut with target 40: {trained_cut}")
