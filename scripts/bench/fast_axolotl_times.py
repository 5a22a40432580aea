"""Times fast-axolotl's own benchmark (10,000 rows of 10 to 100 ids) once, in plain Python and with fast-axolotl.

Prints a JSON object of milliseconds, and a number that depends on every padded item; fast-axolotl's times are left out
where it is not installed. The rows are those of `fastAxolotl.bench.ts`. Run by `npm run bench`.
"""

import json
import time

state = 1


def below(limit):
    global state
    state = (state * 1_664_525 + 1_013_904_223) & 0xFFFFFFFF
    return (state >> 8) % limit


rows = [[below(32000) for _ in range(10 + below(91))] for _ in range(10000)]


def pack(sequences, max_length, pad, eos, label_pad):
    ids, labels, masks = [], [], []
    i, l, m = [], [], []
    for row in sequences:
        if len(i) == max_length or len(i) + len(row) + 2 > max_length:
            rest = max_length - len(i)
            ids.append(i + [pad] * rest)
            labels.append(l + [label_pad] * rest)
            masks.append(m + [0] * rest)
            i, l, m = [], [], []
        i += row + [eos, pad]
        l += row + [eos, label_pad]
        m += [1] * (len(row) + 1) + [0]
    rest = max_length - len(i)
    ids.append(i + [pad] * rest)
    labels.append(l + [label_pad] * rest)
    masks.append(m + [0] * rest)
    return ids, labels, masks


def pad_rows(sequences, length, value):
    return [row[:length] + [value] * (length - len(row)) for row in sequences]


def milliseconds(run):
    run()
    times = []
    for _ in range(3):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return sorted(times)[1] * 1000


def digest(padded):
    total = 0
    for row in padded:
        for item in row:
            total = (total * 31 + item) & 0xFFFFFFFF
    return total


times = {
    "pack in Python": milliseconds(lambda: pack(rows, 512, 0, 2, -100)),
    "pad in Python": milliseconds(lambda: pad_rows(rows, 256, 0)),
}
try:
    import fast_axolotl

    times["pack in fast-axolotl"] = milliseconds(lambda: fast_axolotl.pack_sequences(rows, 512, 0, 2, -100))
    times["pad in fast-axolotl"] = milliseconds(lambda: fast_axolotl.pad_sequences(rows, 256, 0))
except ImportError:
    pass
print(json.dumps({"times": times, "padded": digest(pad_rows(rows, 256, 0))}))
