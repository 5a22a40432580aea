"""Whether a table that was read holds what the source does, column by column."""

import datetime
import decimal
import fractions
import math

import pyarrow as pa


def plain(value):
    """A value apart from how a library spells it: moments in UTC, maps and structs as pairs, numbers as numbers."""
    if isinstance(value, dict):
        return [(key, plain(item)) for key, item in value.items()]
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, list):
        items = [plain(item) for item in value]
        entries = [tuple(dict(item)) for item in items if isinstance(item, list) and item and all(isinstance(p, tuple) for p in item)]
        if entries and all(names == ("key", "value") for names in entries):  # a map that became a list of structs
            return [tuple(value for _, value in item) for item in items]
        return items
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return fractions.Fraction(value)
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    return value


def values(column):
    if isinstance(column.type, pa.ExtensionType):
        column = column.cast(column.type.storage_type)
    return [plain(value) for value in column.to_pylist()]


def differences(source, found):
    """Names of columns that are not the same, with the first difference; empty where all are."""
    told = {}
    for name in source.column_names:
        if name not in found.column_names:
            told[name] = "missing"
            continue
        try:
            mine, theirs = values(source[name]), values(found[name])
        except Exception as error:  # a reader may give what its own to_pylist cannot show
            told[name] = f"{type(error).__name__}: {error}"
            continue
        if len(mine) != len(theirs):
            told[name] = f"{len(mine)} rows, read as {len(theirs)}"
            continue
        row = next((i for i, (a, b) in enumerate(zip(mine, theirs)) if a != b), None)
        if row is not None:
            told[name] = f"{mine[row]!s:.60} read as {theirs[row]!s:.60}"
    more = [name for name in found.column_names if name not in source.column_names]
    return {**told, **{name: "was not written" for name in more}}
