// Ctrl+C while an export writes, and while it reads back what it wrote: exit 130, everything as it was.
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { contents, makeRows, makeWorkplace, run, start, waitFor } from './workplace.mjs'

const TARGETS = [
  ['a file', 'out.csv', []],
  ['a folder', 'out', ['--format', 'hf_dataset', '--num-shards', '2']],
]

/** Whether a process has an unfinished file open for `writing` (or for reading), as Linux tells. */
function hasPartOpen(pid, writing) {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((number) => {
      const link = `/proc/${pid}/fd/${number}`
      if (!/\.packscope-part(\/.*)?$/.test(readlinkSync(link)) || !statSync(link).isFile()) return false
      const flags = /flags:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/fdinfo/${number}`, 'utf8'))
      return ((Number.parseInt(flags?.[1] ?? '0', 8) & 3) !== 0) === writing
    })
  } catch {
    return false // closed meanwhile: looked at again
  }
}

/** @returns what went wrong, in words */
export async function interrupted({ rows, tell }) {
  if (!existsSync('/proc/self/fdinfo')) {
    tell('passed over: this system does not tell which files a process has open')
    return []
  }
  const faults = []
  for (const [what, name, options] of TARGETS) {
    for (const [moment, writing] of [
      ['writes', true],
      ['reads back', false],
    ]) {
      const place = makeWorkplace()
      const { folder, scratch } = place
      try {
        const within = join(folder, 'target')
        mkdirSync(within)
        const target = join(within, name)
        await run(['export', makeRows(folder, 'small.jsonl', 10), '-o', target, ...options], scratch)
        const before = contents(within)
        const large = makeRows(folder, 'large.jsonl', rows)
        const { child, ended } = start(['export', large, '-o', target, '--overwrite', ...options], scratch)
        const caught = await waitFor(() => hasPartOpen(child.pid, writing), ended)
        child.kill('SIGINT')
        const { code, err } = await ended
        const after = contents(within)
        const fault = (message) => faults.push(`${what}, while it ${moment}: ${message}`)
        if (!caught) fault('the moment was missed')
        if (code !== 130) fault(`exit ${code}: ${err.trim()}`)
        if (after.files !== before.files) fault('the target is not what it was')
        if (after.left.length > 0) fault(`left ${after.left.join(', ')}`)
        tell(`${what}, while it ${moment}: exit ${code}, ${after.left.length} unfinished files left`)
      } finally {
        place.remove()
      }
    }
  }
  return faults
}
