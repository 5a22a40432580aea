"""How each library opens each format. A reader gives an Arrow table; none where the library has no reader of its own."""

import shutil
import tempfile
import pathlib

import datasets
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.json
import pyarrow.parquet

datasets.disable_progress_bars()

CSV = {"strings_can_be_null": True, "quoted_strings_can_be_null": False}


def of_pandas(frame):
    return pa.Table.from_pandas(frame, preserve_index=False)


def pyarrow_csv(path, delimiter):
    return pyarrow.csv.read_csv(
        path,
        parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(**CSV),
    )


def pyarrow_stream(path):
    with pa.input_stream(path) as source:
        return pa.ipc.open_stream(source).read_all()


def pyarrow_file(path):
    with pa.memory_map(path) as source:
        return pa.ipc.open_file(source).read_all()


def duck(query):
    return lambda path: duckdb.sql(query.format(path="'" + path.replace("'", "''") + "'")).to_arrow_table()


def loaded(kind, **options):
    def read(path):
        cache = tempfile.mkdtemp()
        try:
            found = datasets.load_dataset(kind, data_files=path, split="train", cache_dir=cache, **options)
            return found.with_format("arrow")[:]
        finally:
            shutil.rmtree(cache)

    return read


def saved(path):
    return datasets.load_from_disk(path).with_format("arrow")[:]


def saved_folder(path):
    return sorted(str(file) for file in pathlib.Path(path).glob("*.arrow"))


READERS = {
    "arrow": {
        "pyarrow": pyarrow_file,
        "pandas": lambda path: of_pandas(pd.read_feather(path, dtype_backend="pyarrow")),
        "polars": lambda path: pl.read_ipc(path).to_arrow(),
        "datasets": loaded("arrow"),
    },
    "arrow-stream": {
        "pyarrow": pyarrow_stream,
        "polars": lambda path: pl.read_ipc_stream(path).to_arrow(),
        "datasets": loaded("arrow"),
    },
    "parquet": {
        "pyarrow": pyarrow.parquet.read_table,
        "pandas": lambda path: of_pandas(pd.read_parquet(path, dtype_backend="pyarrow")),
        "polars": lambda path: pl.read_parquet(path).to_arrow(),
        "DuckDB": duck("from read_parquet({path})"),
        "datasets": loaded("parquet"),
    },
    "jsonl": {
        "pyarrow": pyarrow.json.read_json,
        "pandas": lambda path: of_pandas(pd.read_json(path, lines=True, dtype_backend="pyarrow", convert_dates=False, precise_float=True)),
        "polars": lambda path: pl.read_ndjson(path).to_arrow(),
        "DuckDB": duck("from read_json({path}, format='newline_delimited')"),
        "datasets": loaded("json"),
    },
    "csv": {
        "pyarrow": lambda path: pyarrow_csv(path, ","),
        "pandas": lambda path: of_pandas(pd.read_csv(path, dtype_backend="pyarrow", float_precision="round_trip")),
        "polars": lambda path: pl.read_csv(path).to_arrow(),
        "DuckDB": duck("from read_csv({path})"),
        "datasets": loaded("csv", float_precision="round_trip"),
    },
    "tsv": {
        "pyarrow": lambda path: pyarrow_csv(path, "\t"),
        "pandas": lambda path: of_pandas(pd.read_csv(path, sep="\t", dtype_backend="pyarrow", float_precision="round_trip")),
        "polars": lambda path: pl.read_csv(path, separator="\t").to_arrow(),
        "DuckDB": duck("from read_csv({path}, delim='\t')"),
        "datasets": loaded("csv", sep="\t", float_precision="round_trip"),
    },
    "text": {"datasets": loaded("text")},
    "hf_dataset": {
        "pyarrow": lambda path: pa.concat_tables(pyarrow_stream(file) for file in saved_folder(path)),
        "datasets": saved,
    },
}
READERS["feather"] = {**READERS["arrow"], "pyarrow": pyarrow.feather.read_table}


def versions():
    return {"pyarrow": pa.__version__, "pandas": pd.__version__, "polars": pl.__version__, "DuckDB": duckdb.__version__, "datasets": datasets.__version__}
