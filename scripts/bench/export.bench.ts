import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Benchmark } from './benchmark.ts'

const ROUNDS = 2
const MEGABYTES = Number(process.env.EXPORT_BENCH_MB ?? 200)
/** The source of the export whose memory is told, in times of the other one. */
const LARGE = 7
const TASKS = [
  ['chat.jsonl', 'parquet'],
  ['chat.jsonl', 'feather'],
  ['chat.jsonl', 'jsonl'],
  ['chat.jsonl', 'jsonl.gz'],
  ['chat.jsonl', 'jsonl.zst'],
  ['flat.parquet', 'parquet'],
  ['flat.parquet', 'feather'],
  ['flat.parquet', 'csv'],
  ['flat.parquet', 'jsonl'],
] as const

/** Milliseconds, and milliseconds of processor time. */
type Time = [number, number]
interface Ran {
  time: Time
  /** Most memory of the process at once, in bytes. */
  memory: number
}

/**
 * Exports by the built command line (`npm run build` first), from the start of the process to its end: the source is
 * opened and indexed, encoded by workers, written, read back and hashed. Peers read the same file and write it by the
 * Python at `PYTHON` (default: python3), with as many threads as they like; they neither count nor read back, and their
 * time is without the start of Python. Processor time is beside the time, since the machine may be busy. Then the memory
 * of exports of a source seven times as large. Prints by itself.
 */
export default async function exportBenchmarks(): Promise<Benchmark[]> {
  if (!existsSync('dist/cli.js')) {
    console.log('\nExport: there is no dist/cli.js; npm run build makes it')
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'packscope-export-'))
  try {
    if (!python(['write', folder, String(MEGABYTES)])) {
      console.log('\nExport: no Python with pyarrow to write the sources with; set PYTHON')
      return []
    }
    for (const [source, target] of TASKS) compare(folder, source, target)
    tellMemory(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
  return []
}

function compare(folder: string, source: string, target: string): void {
  const times = new Map<string, Time[]>()
  const note = (name: string, time: Time) => times.set(name, [...(times.get(name) ?? []), time])
  for (let round = 0; round < ROUNDS; round++) {
    note('here', ourExport(folder, source, target).time)
    for (const [name, time] of Object.entries(python([folder, source, target]) ?? {})) note(name, time)
  }
  const bytes = statSync(join(folder, source)).size
  const ours = best(times.get('here') ?? [])
  console.log(`\nExport: ${source}, ${(bytes / 1e6).toFixed(0)} MB, to ${target}`)
  const rate = (bytes / 1e3 / ours[0]).toFixed(0)
  console.log(`  here     ${ours[0].toFixed(0)} ms, ${ours[1].toFixed(0)} of processor, ${rate} MB/s`)
  for (const [name, all] of times) {
    if (name === 'here') continue
    const [ms, processor] = best(all)
    const ratios = `${(ms / ours[0]).toFixed(2)}× and ${(processor / ours[1]).toFixed(2)}× ours`
    console.log(`  ${name.padEnd(8)} ${ms.toFixed(0)} ms, ${processor.toFixed(0)} of processor (${ratios})`)
  }
}

function tellMemory(folder: string): void {
  const lines = readFileSync(join(folder, 'chat.jsonl'))
  for (let time = 0; time < LARGE; time++) appendFileSync(join(folder, 'large.jsonl'), lines)
  const { size } = statSync(join(folder, 'large.jsonl'))
  console.log(`\nExport: most memory at once, of ${(size / 1e6).toFixed(0)} MB of JSONL`)
  for (const target of ['arrow', 'parquet', 'jsonl.zst']) {
    const { time, memory } = ourExport(folder, 'large.jsonl', target)
    console.log(`  to ${target.padEnd(10)} ${(memory / 1e6).toFixed(0)} MB, ${(time[0] / 1e3).toFixed(1)} s`)
  }
}

/** Tells what a process took when it ends, on its standard error. */
const TELL = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => { const u = process.resourceUsage(); ' +
    'process.stderr.write("\\n" + JSON.stringify([u.userCPUTime + u.systemCPUTime, u.maxRSS])) })',
)}`

function ourExport(folder: string, source: string, target: string): Ran {
  const out = join(folder, `ours.${target}`)
  // Nothing that an earlier run found out helps.
  const env = { ...process.env, PACKSCOPE_SCRATCH: join(folder, 'scratch') }
  const words = ['--import', TELL, 'dist/cli.js', 'export', join(folder, source), '-o', out, '--no-manifest']
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' })
  const ms = performance.now() - started
  rmSync(join(folder, 'scratch'), { recursive: true, force: true })
  rmSync(out, { force: true })
  if (status !== 0) throw new Error(`the export to ${target} failed: ${stderr}`)
  const [microseconds, kilobytes] = JSON.parse(stderr.trim().split('\n').at(-1) as string) as [number, number]
  return { time: [ms, microseconds / 1e3], memory: kilobytes * 1024 }
}

function best(times: readonly Time[]): Time {
  return times.reduce((least, time) => (time[0] < least[0] ? time : least), times[0] ?? [0, 0])
}

function python(words: readonly string[]): Record<string, Time> | null {
  const command = process.env.PYTHON ?? 'python3'
  const { status, stdout } = spawnSync(command, ['scripts/bench/export_times.py', ...words], { encoding: 'utf8' })
  return status === 0 ? (JSON.parse(stdout) as Record<string, Time>) : null
}
