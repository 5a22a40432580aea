/** The user wrote something the command line does not understand: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const HELP = `packscope: see what a language model will really be fine-tuned on

  packscope open [PATH…] [--web] [--no-open] [--port N]   start the app
  packscope formats                                       formats this build reads
  packscope detect PATH                                   what a file is, by its content
  packscope inspect PATH                                  rows, columns and issues of the whole file
  packscope head PATH [-n 10] [--offset K] [--columns a,b]
  packscope stats PATH [--columns a,b]                    nulls, distinct values, extremes, quantiles, lengths
  packscope search PATH --text T | --regex R [--ignore-case] [--columns a,b]   numbers of the rows that have it
  packscope hash PATH [--columns a,b | --axolotl]         SHA-256 of every row: of the text column named, else of its JSON
  packscope dedup PATH [--columns a,b | --axolotl] [--keep first|longest|most-complete]
      [--existing HASHES | --against PATH [--against-split NAME] [--matches]] [--write-hashes F]
      [-o OUT … [--removed] [--output-columns a,b]]         the rows kept, or those left out
      HASHES and F: one digest a line, or a column of an Arrow or Parquet file
      [--near --columns NAME [--ngram 5] [--threshold 0.7] [--num-perm 250] [--bands N --rows-per-band N] [--seed 42]]
  packscope pack PATH --sequence-len N [--strategy S] [--column C] [--excess drop|truncate|split|error]
      S: greedy concat multipack multipack_sequential bfd bfd_split wrapped nemo_ffd nemo_shuffle torchtune
         knapsack swift best none
      [--group-size N] [--bin-size N] [--micro-batch-size N] [--real-batches] [--drop-last] [--shuffle-seed N]
      [--collator v1|v2] [--swift-fit fullest|emptiest] [--pad-to-multiple-of N]
      [--pad-token-id N] [--eos-token-id N] [--label-pad-id N] [-o OUT … [--columns a,b]]
  packscope pad PATH --batch-size B [--side right|left] [--multiple-of M] [--target-length L]
      [--order file|shuffled|length] [--shuffle-seed N] [--column C]
      [--pad-token-id N] [--label-pad-id N] [-o OUT … [--columns a,b]]
  packscope export PATH -o OUT … [--columns a,b] [--splits all|a,b]    several splits: a folder with a folder for each
  packscope export --from MANIFEST [PATH] [-o OUT] [--allow-changed-source]   the same bytes once more, or an error
      PATH: where the source is now, if it was moved

  -o OUT …        writes rows, whole or not at all; the suffix of OUT or --format says what:
                  arrow, arrow-stream (.arrows), feather, parquet, jsonl, csv, tsv, text (.txt), hf_dataset (a folder)
      [--format F] [--compression none|gzip|zstd|snappy|lz4]   of parquet, feather and arrow: inside; of text: around
      a further suffix .gz or .zst is around the whole file
      [--shard-size 500MB|100000rows | --num-shards N]         several files in the folder OUT
      [--row-group-rows N] [--nested refuse|json] [--no-header] [--preset datasets|axolotl]
      [--overwrite] [--no-manifest]

  PATH is a file (JSONL, CSV/TSV, text, Parquet, Arrow; .gz and .zst too), a folder of files of one format, what
  save_to_disk of Hugging Face datasets wrote, a pattern in quotes ('data/**/*.jsonl{,.zst}'), an http(s) URL, or -
  for standard input.
  --split NAME    which split of a folder (default: train, else the first)
  --format F      read the input as F instead of detecting it (with OUT: --input-format)
  --header yes|no, --delimiter C   of a CSV, where it looks otherwise than it is
  --json          one JSON document          --jsonl   one JSON value a line (head, hash)
  --debug         stack traces               --help, --version

Results go to standard output, progress and messages to standard error.
Exit codes: 0 done, 1 the input or the data is bad, 2 wrong usage, 130 interrupted.
`
