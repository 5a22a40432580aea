"""Checks what is in our Parquet files beside the values, with the libraries that rely on it. Run by parquetInterop.mjs.

parquet_check.py make FOLDER: source.arrow. parquet_check.py check FOLDER FILE...: the table of results.

Statistics are compared with those pyarrow writes for the same rows and with the values; checksums are verified by pyarrow;
filters, which skip row groups by statistics and pages by column indexes, must find what they find in the source.
"""

import datetime
import decimal
import json
import math
import random
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

ROWS = 130_000
GROUP = 50_000


def source():
    rng = random.Random(5)
    some = lambda make, share=0.1: [None if rng.random() < share else make(i) for i in range(ROWS)]
    word = lambda i: f"word {rng.randint(0, 900):03}"
    long = lambda i: "ä" * 70 + f"{i:06}" + "z" * (i % 5)
    day = datetime.date(2020, 1, 1)
    return pa.table({
        "id": pa.array(range(ROWS), pa.int64()),
        "falling": pa.array(range(ROWS, 0, -1), pa.int32()),
        "small": pa.array(some(lambda i: rng.randint(-128, 127)), pa.int8()),
        "unsigned": pa.array(some(lambda i: rng.randint(0, 2**32 - 1)), pa.uint32()),
        "unsigned64": pa.array(some(lambda i: rng.randint(0, 2**64 - 1)), pa.uint64()),
        "share": pa.array(some(lambda i: rng.choice([0.0, -0.0, float("nan"), rng.random() - 0.5]))),
        "single": pa.array(some(lambda i: rng.random() * i), pa.float32()),
        "is": pa.array(some(lambda i: i > 60_000)),
        "word": pa.array(some(word)),
        "sorted word": pa.array([f"{i:07}" for i in range(ROWS)]),
        "long": pa.array(some(long)),
        "bytes": pa.array(some(lambda i: rng.randbytes(3)), pa.binary()),
        "four": pa.array(some(lambda i: rng.randbytes(4)), pa.binary(4)),
        "day": pa.array(some(lambda i: day + datetime.timedelta(days=i // 50)), pa.date32()),
        "when": pa.array(some(lambda i: i * 1_000_003), pa.timestamp("us", "UTC")),
        "price": pa.array(some(lambda i: decimal.Decimal(rng.randint(-(10**9), 10**9)).scaleb(-2)), pa.decimal128(12, 2)),
        "mostly null": pa.array([i if 60_000 < i < 60_100 else None for i in range(ROWS)], pa.int64()),
        "no value": pa.array([None] * ROWS, pa.int32()),
        "tokens": pa.array(some(lambda i: [rng.randint(0, 31_999) for _ in range(rng.randint(0, 12))]), pa.list_(pa.int32())),
        "turn": pa.array(some(lambda i: {"role": rng.choice(["user", "assistant"]), "n": i}), pa.struct([("role", pa.string()), ("n", pa.int64())])),
        "label": pa.array(some(word)).dictionary_encode(),
    })


def same(left, right):
    if left == right:
        return True
    return isinstance(left, float) and isinstance(right, float) and math.isnan(left) and math.isnan(right)


def check_statistics(file, twin):
    """Statistics of each column of each row group beside pyarrow's, which leaves long values whole."""
    told = []
    for group in range(file.metadata.num_row_groups):
        mine, theirs = file.metadata.row_group(group), twin.metadata.row_group(group)
        if mine.num_rows != theirs.num_rows:
            told.append(f"row group {group}: {mine.num_rows} rows, {theirs.num_rows} expected")
        for at in range(mine.num_columns):
            own, other = mine.column(at), theirs.column(at)
            place = f"{own.path_in_schema} of row group {group}"
            if not (own.has_offset_index and (own.has_column_index or own.path_in_schema == "share")):
                told.append(f"{place}: page indexes {own.has_offset_index}, {own.has_column_index}")
            a, b = own.statistics, other.statistics
            if a is None or a.null_count != b.null_count or own.num_values != other.num_values:
                told.append(f"{place}: {a and a.null_count} nulls of {own.num_values}, {b.null_count} of {other.num_values}")
            elif a.has_min_max != b.has_min_max:
                told.append(f"{place}: has least and greatest: {a.has_min_max}, {b.has_min_max} expected")
            elif a.has_min_max and own.path_in_schema == "long":
                if not (a.min <= b.min and a.max >= b.max and len(a.min) < len(b.min)):
                    told.append(f"{place}: {a.min!r} to {a.max!r} around {b.min!r} to {b.max!r}")
            elif a.has_min_max and not (same(a.min, b.min) and same(a.max, b.max)):
                told.append(f"{place}: {a.min!r} to {a.max!r}, {b.min!r} to {b.max!r} expected")
    return told


def check_values(path, table):
    """What pyarrow reads, checksums of pages verified."""
    found = pq.ParquetFile(path, page_checksum_verification=True).read()
    told = [f"the type of {mine.name}: {mine.type}, {theirs.type} expected" for mine, theirs in zip(found.schema, table.schema) if str(mine.type).replace("element", "item") != str(theirs.type)]
    for name in table.column_names:
        mine, theirs = found[name], table[name]
        if pa.types.is_dictionary(theirs.type):
            mine, theirs = mine.cast(pa.string()), theirs.cast(pa.string())
        if mine.to_pylist() != theirs.to_pylist() and name != "share":
            told.append(f"values of {name}")
    return told


def filters(table):
    """Conditions at, between and beyond the values there are: column, comparison, value."""
    for name in ["id", "falling", "small", "unsigned", "sorted word", "long", "day", "when", "price", "mostly null", "word", "unsigned64", "single"]:
        values = sorted(value for value in table[name].to_pylist() if value is not None)
        for value in [values[0], values[-1], values[len(values) // 2], values[len(values) // 3]]:
            for compare in ["=", "<", ">", "<=", ">="]:
                yield name, compare, value
    yield "is", "=", True
    yield "is", "=", False


COMPARE = {"=": pc.equal, "<": pc.less, ">": pc.greater, "<=": pc.less_equal, ">=": pc.greater_equal}


def expected(table, name, compare, value):
    return pc.sum(COMPARE[compare](table[name], pa.scalar(value, table[name].type))).as_py() or 0


def by_pyarrow(path):
    def count(name, compare, value, kind):
        condition = COMPARE[compare](pc.field(name), pa.scalar(value, kind))
        return pq.read_table(path, columns=[name], filters=condition).num_rows

    return count


def by_polars(path):
    import polars as pl

    def count(name, compare, value, kind):
        column = pl.col(name)
        wanted = pl.lit(value) if not isinstance(value, decimal.Decimal) else pl.lit(value).cast(pl.Decimal(12, 2))
        conditions = {"=": column == wanted, "<": column < wanted, ">": column > wanted, "<=": column <= wanted, ">=": column >= wanted}
        return pl.scan_parquet(path).filter(conditions[compare]).select(pl.len()).collect().item()

    return count


def by_duckdb(path):
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return lambda name, compare, value, kind: connection.execute(f"SELECT count(*) FROM '{path}' WHERE \"{name}\" {compare} ?", [value]).fetchone()[0]


def by_datafusion(path):
    """Prunes row groups and pages, and filters while it decodes."""
    import datafusion
    from datafusion import col, lit

    options = {"datafusion.execution.parquet.pushdown_filters": "true", "datafusion.execution.parquet.enable_page_index": "true"}
    context = datafusion.SessionContext(datafusion.SessionConfig(options))
    frame = context.read_parquet(path)

    def count(name, compare, value, kind):
        column, wanted = col(f'"{name}"'), lit(pa.scalar(value, kind))
        conditions = {"=": column == wanted, "<": column < wanted, ">": column > wanted, "<=": column <= wanted, ">=": column >= wanted}
        return frame.filter(conditions[compare]).count()

    return count


READERS = {"pyarrow": by_pyarrow, "polars": by_polars, "DuckDB": by_duckdb, "datafusion": by_datafusion}


def check_filters(path, table, reader):
    count = READERS[reader](path)
    told = []
    done = 0
    for name, compare, value in filters(table):
        wanted = expected(table, name, compare, value)
        done += 1
        try:
            found = count(name, compare, value, table[name].type)
        except Exception as error:
            told.append(f"{name} {compare} {value!r:.40}: {type(error).__name__}: {error!s:.200}")
            continue
        if found != wanted:
            told.append(f"{name} {compare} {value!r:.40}: {found} rows, {wanted} expected")
    return done, told


def main():
    folder = sys.argv[2]
    if sys.argv[1] == "make":
        table = source()
        with ipc.new_file(f"{folder}/source.arrow", table.schema) as out:
            out.write_table(table, max_chunksize=7_777)
        print(json.dumps({"rows": ROWS, "group": GROUP}))
        return
    with ipc.open_file(f"{folder}/source.arrow") as file:
        table = file.read_all()
    pq.write_table(table, f"{folder}/twin.parquet", row_group_size=GROUP)
    twin = pq.ParquetFile(f"{folder}/twin.parquet")
    results = []
    for path in sys.argv[3:]:
        name = path.split("/")[-1]
        results.append([name, "values and checksums in pyarrow", check_values(path, table)])
        results.append([name, "statistics beside pyarrow's", check_statistics(pq.ParquetFile(path), twin)])
        for reader in READERS:
            try:
                done, told = check_filters(path, table, reader)
            except ImportError:
                continue
            results.append([name, f"{done} filters in {reader}", told])
    print(json.dumps(results))


if __name__ == "__main__":
    main()
