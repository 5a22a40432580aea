"""Axolotl's own loader on folders we wrote with the preset `axolotl`, run by hand:

    python scripts/interop/axolotl_loads.py AXOLOTL FOLDER      (FOLDER: packscope export … --preset axolotl -o FOLDER)

AXOLOTL is an unpacked source distribution (last run with axolotl 0.19.0 and datasets 5.2.0). Its module is run as it stands;
what it imports and does not need for this (it would need torch) is put in its place. Checked: the folder is loaded by
`load_dataset_with_config`, taken for tokens, merged with data that Axolotl prepared itself, and found as a prepared cache
under its name.
"""

import ast
import importlib.util
import pathlib
import shutil
import sys
import tempfile
import types
from hashlib import md5

import datasets

SOURCE = pathlib.Path(sys.argv[1]) / "src/axolotl"
TYPES = {"input_ids": "int32", "attention_mask": "int8", "labels": "int64"}


class Silent:
    def __getattr__(self, name):
        return lambda *args, **kwargs: None


def module(name, **attributes):
    made = types.ModuleType(name)
    made.__dict__.update(attributes)
    sys.modules[name] = made
    return made


def run(name, file):
    spec = importlib.util.spec_from_file_location(name, SOURCE / file)
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


def shared():
    for package in ["axolotl", "axolotl.common", "axolotl.utils", "axolotl.utils.data"]:
        module(package, __path__=[])
    module("axolotl.utils.logging", get_logger=lambda *_: Silent())
    module("axolotl.utils.datasets", get_default_process_count=lambda: 1)
    module("axolotl.utils.data.utils", md5=lambda text: md5(text.encode()).hexdigest(), deduplicate_and_log_datasets=None)
    run("axolotl.common.const", "common/const.py")
    run("axolotl.utils.dict", "utils/dict.py")
    return run("axolotl.utils.data.shared", "utils/data/shared.py")


def function(file, name, space):
    tree = ast.parse((SOURCE / file).read_text())
    node = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    exec(compile(ast.Module([node], []), file, "exec"), space)
    return space[name]


def main():
    axolotl = shared()
    config = sys.modules["axolotl.utils.dict"].DictDefault
    is_tokenized = function("utils/data/wrappers.py", "_is_dataset_already_tokenized", {"Dataset": datasets.Dataset, "IterableDataset": datasets.IterableDataset})
    folder = sys.argv[2]
    loaded = axolotl.load_dataset_with_config(config({"path": folder, "type": None}), use_auth_token=False)
    if isinstance(loaded, datasets.DatasetDict):
        loaded = loaded["train"]
    print(f"loaded: {loaded.num_rows} rows, {loaded.features}")
    assert is_tokenized(loaded), "taken for text"
    features = datasets.Features({name: datasets.List(datasets.Value(kind)) for name, kind in TYPES.items()})
    assert all(loaded.features[name] == feature for name, feature in features.items()), "other types than Axolotl's own"
    own = datasets.Dataset.from_dict({"input_ids": [[1, 2]], "attention_mask": [[1, 1]], "labels": [[-100, 2]]}, features=features)
    merged = axolotl.merge_datasets([loaded, own], config({"shuffle_merged_datasets": True, "seed": 42}))
    print(f"merged with Axolotl's own: {merged.num_rows} rows")
    prepared = pathlib.Path(tempfile.mkdtemp())
    try:
        cfg = config({"sequence_len": 2048, "dataset_prepared_path": str(prepared), "datasets": [{"path": folder}]})
        name = axolotl.generate_dataset_hash_from_config(cfg, cfg.datasets, "tokenizer")
        shutil.copytree(folder, prepared / name)
        cached = axolotl.load_preprocessed_dataset(cfg, name)
        assert cached.num_rows == loaded.num_rows and cached[:] == loaded[:], "the prepared cache holds something else"
        print(f"prepared cache {name}: {cached.num_rows} rows")
    finally:
        shutil.rmtree(prepared)


if __name__ == "__main__":
    main()
