"""Opens everything that interop.mjs exported in every library, compares values with the source, and prints what came of it.

    python scripts/interop/check.py FOLDER      (FOLDER/exports.json says what is there; called by interop.mjs)

One JSON document: {"versions": {...}, "results": [{"name", "reader", "likeTwin", "told": {column: difference} | "error": text}]}.
likeTwin: the library makes the very same of the file pyarrow itself writes of the table.
"""

import json
import pathlib
import re
import sys
import warnings

import pyarrow as pa
import pyarrow.parquet as pq

from compare import differences
from readers import READERS, versions

warnings.filterwarnings("ignore")


def outcome(source, read, path):
    try:
        return {"told": differences(source, read(path))}
    except BaseException as error:  # a panic of polars is no Exception
        text = (str(error).splitlines() or [""])[0][:200].replace(str(path), "FILE")
        text = re.sub(r"Id\(\d+\)", "Id", text)
        return {"error": f"{type(error).__name__}: {text}"}


def write_twin(source, export, path):
    """The same table as pyarrow itself writes it; whether it can."""
    codec = None if export["codec"] == "none" else export["codec"]
    if export["format"] in ("arrow", "feather"):
        writer = pa.ipc.new_file
    elif export["format"] == "arrow-stream":
        writer = pa.ipc.new_stream
    elif export["format"] == "parquet":
        pq.write_table(source, path, compression=export["codec"])
        return True
    else:
        return False
    with writer(path, source.schema, options=pa.ipc.IpcWriteOptions(compression=codec)) as sink:
        sink.write_table(source, max_chunksize=1000)
    return True


def main():
    folder = pathlib.Path(sys.argv[1])
    results = []
    for export in json.loads((folder / "exports.json").read_text()):
        with pa.ipc.open_file(folder / f"{export['table']}.arrow") as reader:
            source = reader.read_all()
        twin = str(folder / f"twin-{export['name']}")
        has_twin = write_twin(source, export, twin)
        for reader, read in READERS[export["format"]].items():
            result = outcome(source, read, str(folder / export["name"]))
            like_twin = has_twin and result == outcome(source, read, twin)
            results.append({"name": export["name"], "reader": reader, "likeTwin": like_twin, **result})
    print(json.dumps({"versions": versions(), "results": results}))


if __name__ == "__main__":
    main()
