import { describe, expect, it } from 'vitest'
import { EngineError } from '../../core/errors.ts'
import { readAll } from '../../core/testing/golden.ts'
import { boundedSource, damaged, outcomeOf } from '../../core/testing/invariants.ts'
import { filesOf, formatNames, goldenOf, smallestCase } from '../testing/conformanceCases.ts'
import { fileOpener } from '../testing/openedFile.ts'

/** More reads than any of these files takes, by far. */
const MOST_READS = 500
/** A damaged file may promise any number of rows. */
const MOST_ROWS = 500

/** `source/not-found`: a saved dataset names files that are not there. */
const CODES = [
  ...['format/corrupt', 'format/unsupported', 'format/unknown', 'compression/corrupt', 'compression/unsupported'],
  ...['limit/exceeded', 'source/not-found'],
]

const { platform, withFile, readThrough } = await fileOpener()

describe.each(formatNames)('the smallest %s', (name) => {
  const one = smallestCase(name)
  const files = filesOf(one)
  const { rows } = goldenOf(one)
  const isBinary = ['parquet', 'arrow', 'arrow stream', 'feather'].includes(one.format)

  async function outcome() {
    readThrough((source) => boundedSource(source, MOST_READS))
    return outcomeOf(() =>
      withFile(one.file, async (entry, dataset) => {
        const read = await readAll(dataset, { rowEnd: MOST_ROWS })
        await dataset.buildIndex({ onIssue: (issue) => read.issues.push(issue) })
        return { ...read, issues: [...entry.issues.list(0, 10), ...read.issues] }
      }),
    )
  }

  it.each([...files.keys()])(
    'cut and turned at every byte, %s ends in rows, issues or a coded error',
    { timeout: 60_000 },
    async (path) => {
      const whole = files.get(path)!
      let refused = 0
      let told = 0
      for (const { how, bytes } of damaged(whole)) {
        platform.files.clear()
        for (const [other, content] of files) platform.files.set(other, other === path ? bytes : content)
        const result = await outcome().catch((cause: unknown) => {
          throw new Error(how, { cause })
        })
        if (result instanceof EngineError) {
          expect(CODES, how).toContain(result.code)
          refused++
          continue
        }
        if (result.issues.length > 0) told++
        const isCut = how.startsWith('cut')
        if (isCut && isBinary) expect(result.rows, how).toEqual(rows.slice(0, result.rows.length))
        // Both codecs end with a checksum: what is not told must not matter.
        if (one.compression !== null && result.issues.length === 0) expect(result.rows, how).toEqual(rows)
      }
      if (!path.endsWith('dataset_info.json')) expect(refused + told).toBeGreaterThan(0)
      expect(platform.openSources(), 'every source is closed').toBe(0)
    },
  )
})
