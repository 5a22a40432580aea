// Targets that cannot be written, even by root: error sink/denied, exit 1, everything as it was.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeImmutable, mountReadOnly } from './mounts.mjs'
import { contents, makeRows, makeWorkplace, run } from './workplace.mjs'

const CASES = [
  ['a read-only disk, a file', 'out.jsonl', [], (folder) => mountReadOnly(folder)],
  ['a read-only disk, a folder', 'out', ['--format', 'hf_dataset'], (folder) => mountReadOnly(folder)],
  ['a folder that is immutable', 'out.jsonl', [], (folder) => makeImmutable(folder)],
  ['a file that is immutable', 'out.jsonl', [], (_folder, target) => makeImmutable(target)],
  ['a target folder that is immutable', 'out', ['--format', 'hf_dataset'], (_folder, target) => makeImmutable(target)],
]

/** @returns what went wrong, in words */
export async function unwritable({ tell }) {
  const faults = []
  for (const [what, name, options, protect] of CASES) {
    const place = makeWorkplace()
    const { folder, scratch } = place
    const source = makeRows(folder, 'rows.jsonl', 1000)
    const other = makeRows(folder, 'other.jsonl', 1001)
    const within = join(folder, 'target')
    mkdirSync(within)
    const target = join(within, name)
    await run(['export', source, '-o', target, ...options], scratch)
    const before = contents(within)
    const unprotect = protect(within, target)
    if (!unprotect) {
      tell(`${what}: passed over, it cannot be made here`)
      place.remove()
      continue
    }
    try {
      const { code, out, err } = await run(
        ['export', other, '-o', target, '--overwrite', '--json', ...options],
        scratch,
      )
      const after = contents(within)
      const said = code === 0 ? '' : JSON.parse(out || '{}').error?.code
      if (code !== 1 || said !== 'sink/denied') faults.push(`${what}: exit ${code}, ${said}: ${err.trim()}`)
      if (after.files !== before.files) faults.push(`${what}: it is not what it was`)
      if (after.left.length > 0) faults.push(`${what}: left ${after.left.join(', ')}`)
      tell(`${what}: exit ${code}, ${err.trim()}`)
    } finally {
      unprotect()
      place.remove()
    }
  }
  return faults
}
