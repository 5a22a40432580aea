"""Times peers finding near duplicates in a text column, and prints milliseconds. Run by `npm run bench`.

near_times.py TEXTS NGRAM BANDS ROWS PEER...: TEXTS holds one document a line; one line of JSON, {peer: [milliseconds, rows left
out]}; peers that are not installed are left out. All on one core, texts in memory: datasketch by its own classes, text-dedup by
its own functions for signatures, with its loop over buckets.
"""

import json
import sys
import time


def datasketch(texts, size, bands, rows):
    import re

    from datasketch import MinHash, MinHashLSH

    split = re.compile(r"\W", re.UNICODE).split
    lsh = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
    removed = 0
    empty = MinHash(num_perm=bands * rows)
    for row, text in enumerate(texts):
        words = split(text.lower())
        grams = {" ".join(words[i : i + size]).encode() for i in range(max(1, len(words) - size + 1))}
        signature = empty.copy()
        signature.update_batch(list(grams))
        if lsh.query(signature):
            removed += 1
        lsh.insert(row, signature, check_duplication=False)
    return removed


def text_dedup(texts, size, bands, rows):
    from collections import defaultdict

    import numpy
    from text_dedup.minhash import RNG, embed_func
    from text_dedup.utils import UnionFind, sha1_hash

    prime = numpy.uint64((1 << 61) - 1)
    count = bands * rows
    permutations = (
        RNG.randint(1, prime, size=(count,), dtype=numpy.uint64),
        RNG.randint(0, prime, size=(count,), dtype=numpy.uint64),
    )
    options = {
        "num_perm": count,
        "ngram_size": size,
        "min_length": 0,
        "hashranges": [(i * rows, (i + 1) * rows) for i in range(bands)],
        "permutations": permutations,
        "hash_func": lambda data: sha1_hash(data, d=32),
        "dtype": numpy.uint64,
        "max_hash": numpy.uint32((1 << 32) - 1),
        "modulo_prime": prime,
    }
    tables = [defaultdict(set) for _ in range(bands)]
    for row, text in enumerate(texts):
        for table, key in zip(tables, embed_func(text, row, **options)["__signatures__"]):
            table[key].add(row)
    joined = UnionFind()
    for table in tables:
        for bucket in table.values():
            first = min(bucket)
            for row in bucket:
                joined.union(row, first)
    return sum(joined.find(row) != row for row in range(len(texts)))


PEERS = {"datasketch": datasketch, "text-dedup": text_dedup}


def main():
    path, (size, bands, rows), wanted = sys.argv[1], map(int, sys.argv[2:5]), sys.argv[5:]
    with open(path, encoding="utf-8") as file:
        texts = file.read().split("\n")
    times = {}
    for name in wanted:
        try:
            start = time.perf_counter()
            removed = PEERS[name](texts, size, bands, rows)
            times[name] = [(time.perf_counter() - start) * 1000, removed]
        except Exception as error:  # not installed
            print(f"{name}: {error}", file=sys.stderr)
    print(json.dumps(times), flush=True)


main()
