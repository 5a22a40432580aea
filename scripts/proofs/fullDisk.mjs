// A disk that fills up midway, for every format: error sink/full, exit 1, target and disk as they were.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { mountSmallDisk } from './mounts.mjs'
import { contents, makeRows, makeWorkplace, run } from './workplace.mjs'

const MB = 1024 ** 2
const FORMATS = [
  ['out.arrow', ['--compression', 'zstd']],
  ['out.arrows', []],
  ['out.feather', []],
  ['out.parquet', []],
  ['out.parquet', ['--compression', 'snappy']],
  ['out.jsonl', []],
  ['out.csv', []],
  ['out.tsv', []],
  ['out.jsonl.gz', []],
  ['out.csv.zst', []],
  ['out.txt', ['--format', 'text', '--columns', 'text']],
  ['out', ['--format', 'hf_dataset']],
  ['shards', ['--format', 'parquet', '--shard-size', '1MB']],
]

/** @returns what went wrong, in words */
export async function fullDisk({ rows, tell }) {
  const place = makeWorkplace()
  const { folder, scratch } = place
  const disk = join(folder, 'disk')
  // An old export has room, a new one beside it has not.
  const unmount = mountSmallDisk(disk, Math.max(1.5 * MB, rows * 40))
  if (!unmount) {
    tell('passed over: mounting is not allowed here')
    place.remove()
    return []
  }
  const faults = []
  try {
    const small = makeRows(folder, 'small.jsonl', 500)
    const large = makeRows(folder, 'large.jsonl', rows)
    for (const [name, options] of FORMATS) {
      const what = [name, ...options].join(' ')
      const target = join(disk, name)
      const fault = (message) => faults.push(`${what}: ${message}`)
      const first = await run(['export', small, '-o', target, ...options], scratch)
      if (first.code !== 0) {
        fault(`the small export failed: ${first.err}`)
        continue
      }
      const before = contents(disk)
      const { code, err, out } = await run(
        ['export', large, '-o', target, '--overwrite', '--json', ...options],
        scratch,
      )
      const after = contents(disk)
      const said = code === 0 ? '' : JSON.parse(out || '{}').error?.code
      if (code !== 1 || said !== 'sink/full') fault(`exit ${code}, ${said}: ${err.trim()}`)
      if (after.files !== before.files) fault('the target is not what it was')
      if (after.left.length > 0) fault(`left ${after.left.join(', ')}`)
      tell(
        `${what}: exit ${code}, ${said}, target ${after.files === before.files ? 'as it was' : 'CHANGED'}, nothing left`,
      )
      rmSync(target, { recursive: true, force: true })
      rmSync(`${target}.packscope.json`, { force: true })
    }
  } finally {
    unmount()
    place.remove()
  }
  return faults
}
