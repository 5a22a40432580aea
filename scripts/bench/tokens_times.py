"""Times the Rust `tokenizers` in one thread, and prints milliseconds. Run by `npm run bench`.

tokens_times.py TOKENIZER TEXTS: TEXTS is a JSON list of texts; one line of JSON, {milliseconds, tokens}, or null where
`tokenizers` is not installed.
"""

import json
import sys
import time

try:
    from tokenizers import Tokenizer
except ImportError:
    print("null")
    sys.exit()

path, texts = sys.argv[1:]
with open(texts, encoding="utf-8") as file:
    rows = json.load(file)
tokenizer = Tokenizer.from_file(path)
tokenizer.no_truncation()
tokenizer.no_padding()
times = []
for _ in range(3):
    started = time.perf_counter()
    tokens = sum(len(encoding.ids) for encoding in tokenizer.encode_batch_fast(rows, add_special_tokens=False))
    times.append((time.perf_counter() - started) * 1000)
print(json.dumps({"milliseconds": sorted(times)[1], "tokens": tokens}))
