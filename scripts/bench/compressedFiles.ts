import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SCRIPT = 'scripts/bench/compressed_times.py'
const VOCABULARY = 20_000

/** Rows of JSON that compress as text does: a vocabulary used unevenly, numbers, and a shape that repeats. */
export function jsonRows(bytes: number): Buffer {
  let state = 1
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const letters = 'etaoinshrdlucmfwypvbgk'
  const word = () =>
    Array.from({ length: 2 + Math.floor(next() * 8) }, () => letters[Math.floor(next() ** 2 * 22)]).join('')
  const words = Array.from({ length: VOCABULARY }, word)
  const rows: string[] = []
  for (let row = 0, size = 0; size < bytes; row++) {
    // Ranks with a density of about 1/rank.
    const text = Array.from(
      { length: 20 + Math.floor(next() * 100) },
      () => words[Math.floor(VOCABULARY ** next()) - 1],
    )
    const content = text.join(' ')
    const messages = [
      { role: 'user', content: content.slice(0, 200) },
      { role: 'assistant', content },
    ]
    rows.push(`${JSON.stringify({ id: row, messages, score: next() })}\n`)
    size += (rows[row] as string).length
  }
  return Buffer.from(rows.join(''))
}

function python(command: string, folder: string): string | null {
  const run = spawnSync(process.env.PYTHON ?? 'python3', [SCRIPT, command, folder], { encoding: 'utf8' })
  return run.status === 0 ? run.stdout : null
}

/** Runs `use` on a folder with `rows.jsonl`, and what the peers made of it where they are installed. */
export async function withCompressedFiles(plain: Uint8Array, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'packscope-bench-'))
  try {
    writeFileSync(join(folder, 'rows.jsonl'), plain)
    if (python('make', folder) === null) console.log('\n(no Python here that makes zstd, LZ4 and Arrow files)')
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Milliseconds of the peers' tasks, once; those whose name begins with one of `tasks`. */
export function peerTimes(folder: string, tasks: (name: string) => boolean): Record<string, number> {
  const printed = python('time', folder)
  const times = printed === null ? {} : (JSON.parse(printed) as Record<string, number>)
  return Object.fromEntries(Object.entries(times).filter(([name]) => tasks(name)))
}

/** Medians of what every round notes, printed as speeds beside the first way of each task (`task in way`). */
export function printSpeeds(
  title: string,
  rounds: readonly Record<string, number>[],
  bytesOf: (task: string) => number,
) {
  console.log(`\n${title}; medians of ${rounds.length} rounds`)
  const names = [...new Set(rounds.flatMap((round) => Object.keys(round)))]
  const medianOf = (name: string) => {
    const sorted = rounds.flatMap((round) => round[name] ?? []).sort((a, b) => a - b)
    return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
  }
  const taskOf = (name: string) => name.slice(0, name.indexOf(' in '))
  for (const task of [...new Set(names.map(taskOf))]) {
    const ways = names.filter((name) => taskOf(name) === task)
    const ours = medianOf(ways[0] as string)
    for (const name of ways) {
      const ms = medianOf(name)
      const speed = (bytesOf(task) / 1e3 / ms).toFixed(0).padStart(6)
      const ratio = (ours / ms).toFixed(2).padStart(6)
      console.log(`  ${name.padEnd(36)} ${ms.toFixed(1).padStart(8)} ms ${speed} MB/s  ${ratio}×`)
    }
  }
}
