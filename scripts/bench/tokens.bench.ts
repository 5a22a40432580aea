import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { loadTokenizer } from '../../core/tokens/load/loadTokenizer.ts'
import type { Benchmark } from './benchmark.ts'

const ROWS = 10_000
const DOCUMENTS = 30
const ROUNDS = 3
/** What rows are made of: prose, markup, code, numbers, and other scripts in one row of twenty. */
const PIECES = [
  'The rows of a file are read one after another, and what is read is shown as soon as it is there. ',
  '## What is new\n\n- **Faster** reading of large files\n- `--output` takes a folder, too\n\n',
  '{"role": "user", "content": "How many rows has it?", "turn": 3, "score": 0.875},\n',
  'def lengths(rows):\n    return [len(row["input_ids"]) for row in rows if row["label"] > 0]\n\n',
  "I don't think they'll have read it, but we've looked at 1,024 of 65,536 of them by 10:45. ",
]
const OTHERS = [
  'Строки читаются одна за другой. ',
  '行は一つずつ読まれ、すぐに表示される。',
  'Les données sont triées à l’écran. ',
  '😀🚀 ',
]

/**
 * Ids of 10,000 rows of about 300 characters and of 30 documents of about 100 KB: here in one thread with an empty cache, and
 * the Rust `tokenizers` in the Python at `PYTHON` (default: python3) in one thread. `TOKENIZERS` holds paths of tokenizer.json
 * files, by colons; without it there is nothing to measure, as no vocabulary of a usual size comes along. Prints by itself.
 */
export default async function tokenBenchmarks(): Promise<Benchmark[]> {
  const paths = (process.env.TOKENIZERS ?? '').split(':').filter((path) => path !== '')
  if (paths.length === 0) console.log('\nTokens: no tokenizer.json in TOKENIZERS')
  const folder = mkdtempSync(join(tmpdir(), 'packscope-tokens-'))
  try {
    for (const path of paths) {
      for (const [name, texts] of Object.entries({ rows: rows(), documents: documents() })) {
        const bytes = texts.map((text) => new TextEncoder().encode(text))
        const size = bytes.reduce((sum, text) => sum + text.length, 0)
        console.log(`\nTokens of ${texts.length} ${name}, ${(size / 1e6).toFixed(1)} MB: ${basename(path)} in ${path}`)
        const ours = timeOurs(path, bytes)
        print('here, cold', ours.cold, size, ours.tokens)
        print('here, warm', ours.warm, size, ours.tokens)
        const theirs = timeTheirs(path, texts, folder)
        if (theirs === null) continue
        if (theirs.tokens !== ours.tokens) throw new Error(`${theirs.tokens} tokens there, ${ours.tokens} here`)
        print('tokenizers', theirs.milliseconds, size, theirs.tokens)
      }
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

function print(name: string, milliseconds: number, bytes: number, tokens: number): void {
  const speed = (bytes / 1e3 / milliseconds).toFixed(1).padStart(7)
  console.log(`  ${name.padEnd(12)} ${speed} MB/s  ${tokens.toLocaleString('en')} tokens`)
}

/** Pieces in an order that is the same every time, with a number in each so that not all words are known. */
function textOf(seed: number, length: number): string {
  let text = ''
  let state = seed * 2654435761 + 1
  while (text.length < length) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const pieces = state % 20 === 0 ? OTHERS : PIECES
    text += `${pieces[(state >>> 8) % pieces.length]}${(state >>> 4).toString(36)} `
  }
  return text
}

function rows(): string[] {
  return Array.from({ length: ROWS }, (_, i) => textOf(i, 300))
}

function documents(): string[] {
  return Array.from({ length: DOCUMENTS }, (_, i) => textOf(i, 100_000))
}

function timeOurs(path: string, texts: readonly Uint8Array[]): { cold: number; warm: number; tokens: number } {
  const tokenizerJson = new Uint8Array(readFileSync(path))
  const sink = { ids: new Int32Array(1 << 20), length: 0 }
  const colds: number[] = []
  const warms: number[] = []
  let tokens = 0
  for (let round = -1; round < ROUNDS; round++) {
    const tokenizer = loadTokenizer({ name: path, tokenizerJson })
    for (const times of [colds, warms]) {
      const started = performance.now()
      tokens = 0
      for (const text of texts) {
        sink.length = 0
        tokenizer.encode(text, 0, text.length, sink, false)
        tokens += sink.length
      }
      if (round >= 0) times.push(performance.now() - started)
    }
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[ROUNDS >> 1] as number
  return { cold: median(colds), warm: median(warms), tokens }
}

function timeTheirs(path: string, texts: string[], folder: string): { milliseconds: number; tokens: number } | null {
  const file = join(folder, 'texts.json')
  writeFileSync(file, JSON.stringify(texts))
  const { status, stdout } = spawnSync(process.env.PYTHON ?? 'python3', ['scripts/bench/tokens_times.py', path, file], {
    encoding: 'utf8',
    env: { ...process.env, TOKENIZERS_PARALLELISM: 'false' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return status === 0 ? (JSON.parse(stdout) as { milliseconds: number; tokens: number } | null) : null
}
