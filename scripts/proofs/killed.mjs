// An export over an earlier one, killed with SIGKILL at random moments: the target is the old one, byte for byte, or the
// whole new one; what is left has our names, and is gone after the next export, wherever that goes.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { contents, hasLeft, makeRows, makeWorkplace, pause, run, start, waitFor } from './workplace.mjs'

const TARGETS = [
  ['a file', 'out.parquet', []],
  ['a folder', 'out', ['--format', 'hf_dataset', '--num-shards', '3']],
]

/** @param kills how many kills a target. @returns what went wrong, in words */
export async function killed({ kills, rows, tell }) {
  const faults = []
  for (const [what, name, options] of TARGETS) {
    const place = makeWorkplace()
    const { folder, scratch } = place
    try {
      const target = join(folder, 'target')
      mkdirSync(target)
      const [first, second, small] = [
        makeRows(folder, 'first.jsonl', rows),
        makeRows(folder, 'second.jsonl', rows + 1),
        makeRows(folder, 'small.jsonl', 2),
      ]
      const words = (source) => ['export', source, '-o', join(target, name), '--overwrite', ...options]
      // What whole ones look like, and how long the second takes.
      await expectDone(run(words(second), scratch))
      const whole = contents(target).files
      await expectDone(run(words(first), scratch))
      const began = performance.now()
      const timed = start(words(second), scratch)
      await waitFor(() => hasLeft(target), timed.ended)
      const writing = performance.now()
      await expectDone(timed.ended)
      const duration = performance.now() - began
      const writes = performance.now() - writing
      await expectDone(run(words(first), scratch))
      const old = contents(target).files
      const seen = { untouched: 0, replaced: 0, between: 0, finished: 0, withLeft: 0 }

      for (let kill = 0, tries = 0; kill < kills && tries < 3 * kills; tries++) {
        const { child, ended } = start(words(second), scratch)
        // Half of them while it writes or commits, whenever that is; half at any moment.
        if (tries % 2 === 0) {
          await waitFor(() => hasLeft(target), ended)
          await pause(Math.random() * writes)
        } else await pause(Math.random() * duration)
        child.kill('SIGKILL')
        const { code } = await ended
        const after = contents(target)
        if (after.left.length > 0) seen.withLeft++
        if (code === 0) {
          seen.finished++ // too late, and tried again
        } else {
          kill++
          if (after.files === old) seen.untouched++
          else if (after.files === whole) seen.replaced++
          else seen.between++
        }
        await expectDone(run(['export', small, '-o', join(folder, `other${tries}.arrow`)], scratch))
        const mended = contents(target)
        if (mended.left.length > 0) faults.push(`${what}, kill ${kill}: still left ${mended.left.join(', ')}`)
        if (mended.files !== old && mended.files !== whole) faults.push(`${what}, kill ${kill}: neither old nor new`)
        if (mended.files !== old) await expectDone(run(words(first), scratch))
      }
      tell(
        `${what}: ${kills} kills within ${Math.round(duration)} ms: ${seen.untouched} left the target as it was, ` +
          `${seen.replaced} came after it was replaced, ${seen.between} between two renames (mended), ` +
          `${seen.finished} more too late; ${seen.withLeft} left unfinished files, all gone after the next export`,
      )
    } finally {
      place.remove()
    }
  }
  return faults
}

async function expectDone(running) {
  const { code, err } = await running
  if (code !== 0) throw new Error(`an export failed (${code}): ${err}`)
}
