"""The tables that are exported: every type a format can hold, with nulls, empty values and edges."""

import datetime
import decimal
import functools
import os

import pyarrow as pa

#: Of the goldens a few.
ROWS = int(os.environ.get("ROWS", "2500"))


def cycle(values):
    return [values[i % len(values)] for i in range(ROWS)]


def rich():
    utc = datetime.timezone.utc
    moment = datetime.datetime(2024, 2, 29, 12, 30, 15, 123456)
    old = datetime.datetime(1, 1, 1)
    columns = {
        "null": pa.nulls(ROWS),
        "bool": pa.array(cycle([True, None, False])),
        **{f"int{bits}": pa.array(cycle([-(2 ** (bits - 1)), None, 2 ** (bits - 1) - 1, 0]), getattr(pa, f"int{bits}")()) for bits in (8, 16, 32, 64)},
        **{f"uint{bits}": pa.array(cycle([0, None, 2**bits - 1]), getattr(pa, f"uint{bits}")()) for bits in (8, 16, 32, 64)},
        "float16": pa.array(cycle([0.5, None, -65504.0]), pa.float16()),
        "float32": pa.array(cycle([0.1, None, float("inf"), -0.0]), pa.float32()),
        "float64": pa.array(cycle([0.1, None, float("nan"), 1e300, 5e-324])),
        "text": pa.array(cycle(["naïve 😀", None, "", 'q"u,o\nte', "x" * 100])),
        "large text": pa.array(cycle(["a", None, "ü"]), pa.large_string()),
        "bytes": pa.array(cycle([b"\x00\xff", None, b""])),
        "large bytes": pa.array(cycle([b"\x00\xff", None, b""]), pa.large_binary()),
        "four bytes": pa.array(cycle([b"abcd", None]), pa.binary(4)),
        "date": pa.array(cycle([moment.date(), None, old.date()]), pa.date32()),
        "date64": pa.array(cycle([moment.date(), None]), pa.date64()),
        "time ms": pa.array(cycle([45_015_123, None, 0]), pa.time32("ms")),
        "time us": pa.array(cycle([45_015_123_456, None]), pa.time64("us")),
        "when": pa.array(cycle([moment, None, old]), pa.timestamp("us")),
        "when ms": pa.array(cycle([moment.replace(microsecond=0), None]), pa.timestamp("ms")),
        "when utc": pa.array(cycle([moment.replace(tzinfo=utc), None]), pa.timestamp("us", "UTC")),
        "took": pa.array(cycle([5_000_000, None, -1]), pa.duration("us")),
        "price": pa.array(cycle([decimal.Decimal("12345678.90"), None, decimal.Decimal("-0.01")]), pa.decimal128(10, 2)),
        "huge": pa.array(cycle([decimal.Decimal("1" * 38 + ".5"), None]), pa.decimal256(60, 1)),
        "input_ids": pa.array(cycle([[1, 2, 3], [], None, [None, 5]]), pa.list_(pa.int32())),
        "large list": pa.array(cycle([["a"], None, []]), pa.large_list(pa.string())),
        "pair": pa.array(cycle([[0.5, 1.5], None]), pa.list_(pa.float32(), 2)),
        "struct": pa.array(cycle([{"a": 1, "b": "x"}, None, {"a": None, "b": None}]), pa.struct([("a", pa.int64()), ("b", pa.string())])),
        "messages": pa.array(
            cycle([[{"role": "user", "content": "hi ü"}, {"role": "assistant", "content": None}], [], None]),
            pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())])),
        ),
        "deep": pa.array(cycle([[[[1], []], None], None, []]), pa.list_(pa.list_(pa.list_(pa.int16())))),
        "map": pa.array(cycle([[("k", 1), ("l", None)], [], None]), pa.map_(pa.string(), pa.int32())),
        "word": pa.array(cycle(["no", None, "yes"])).dictionary_encode(),
    }
    return pa.table(columns)


RARE = ["null", "float16", "date64", "time ms", "when ms", "took", "four bytes", "large list", "pair"]
#: Types that make some libraries refuse a whole file: a file each.
ALONE = ["map", "huge"]


def usual():
    """Types that every library has."""
    source = rich()
    return source.select([name for name in source.column_names if name not in RARE + ALONE])


def rare():
    return rich().select(RARE)


def nested():
    """For JSON Lines: what JSON has types for."""
    source = rich().select(["bool", "int32", "text", "input_ids", "struct", "messages"])
    return source.append_column("id", pa.array(range(ROWS), pa.int64())).append_column("float64", pa.array(cycle([0.1, None, 1e300, -2.5])))


def flat():
    """For CSV and TSV. A text that is empty is no null: every text here has something in it."""
    columns = {
        "id": pa.array(range(ROWS), pa.int64()),
        "big": pa.array(cycle([2**62 + 1, None, -5])),
        "share": pa.array(cycle([0.1, None, 1e300, -2.5])),
        "is it": pa.array(cycle([True, None, False])),
        "text": pa.array(cycle(["naïve 😀", 'q"u,o\nte\tx', " spaces ", "x" * 100, "'single'"])),
    }
    return pa.table(columns)


def lines():
    """For text: one line a row."""
    return pa.table({"text": pa.array(cycle(["naïve 😀", "", " x ", 'q"', "y" * 100]))})


TABLES = {"usual": usual, "rare": rare, **{name: functools.partial(lambda name: rich().select([name]), name) for name in ALONE}, "nested": nested, "flat": flat, "lines": lines}
