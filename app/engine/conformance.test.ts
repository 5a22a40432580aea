import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { schemaText } from '../../core/table/schemas.ts'
import { readAll } from '../../core/testing/golden.ts'
import { shortSource } from '../../core/testing/hostileSources.ts'
import { expectSeekEqualsScan, raggedSource } from '../../core/testing/invariants.ts'
import { type ConformanceCase, casesOf, filesOf, formatNames, goldenOf } from '../testing/conformanceCases.ts'
import { fileOpener } from '../testing/openedFile.ts'

const opener = await fileOpener()
const { platform, withFile } = opener

/** What detection calls the format of a case. */
const detectedFormat = ({ format }: ConformanceCase) => ({ 'arrow stream': 'arrow', tsv: 'csv' })[format] ?? format

/** Puts a case where it can be opened, under another name if wanted. */
function put(one: ConformanceCase, name = one.file): string {
  platform.files.clear()
  for (const [path, bytes] of filesOf(one)) platform.files.set(path.replace(one.file, name), bytes)
  return name
}

const equal = new Map<string, string[]>()

describe.each(formatNames)('%s', (name) => {
  it.each(casesOf(name))('$feature, by $writer', async (one) => {
    const golden = goldenOf(one)
    const path = put(one)
    await withFile(path, async (entry, dataset) => {
      expect(entry.info).toMatchObject({ format: detectedFormat(one), compression: one.compression, issueCount: 0 })
      const first = await readAll(dataset)
      expect(first.rows).toEqual(golden.rows)
      expect(first.issues).toEqual([])
      expect(schemaText(dataset.schema)).toBe(golden.schema)
      await dataset.buildIndex({})
      expect(schemaText(dataset.schema)).toBe(golden.schema)
      expect(dataset.extent).toEqual({ numRows: one.rows, exact: true })
      await expectSeekEqualsScan(dataset, golden.rows, () => [4096])
      expect((await readAll(dataset, { batchRows: 7 })).rows).toEqual(golden.rows)
      expect((await readAll(await entry.bulk())).rows).toEqual(golden.rows)
    })
    for (const pieces of ['one to seven bytes', '997 bytes']) {
      opener.readThrough((source) => (pieces === '997 bytes' ? shortSource(source, 997) : raggedSource(source, 7)))
      const read = await withFile(path, (_entry, dataset) => readAll(dataset))
      expect(read.rows, pieces).toEqual(golden.rows)
      expect(read.issues, pieces).toEqual([])
    }
    opener.readThrough((source) => source)
    expect(platform.openSources(), 'every source is closed').toBe(0)
    equal.set(name, [...(equal.get(name) ?? []), one.feature])
  })
})

/** Names that promise something else, by what the file is. */
const LIES: Record<string, string> = {
  parquet: '.csv',
  arrow: '.parquet',
  'arrow stream': '.feather',
  feather: '.json',
  csv: '.jsonl',
  tsv: '.parquet',
  json: '.arrow',
  jsonl: '.csv',
}
const SUFFIXES = { zstd: '.zst', gzip: '.gz', none: '' }

describe('a name that lies', () => {
  it.each(formatNames.filter((name) => name !== 'hf_dataset'))(
    '%s opens as what it is, with an issue',
    async (name) => {
      const one = casesOf(name).find(({ feature }) => feature === 'scalars') as ConformanceCase
      const { rows } = goldenOf(one)
      const ownSuffix = SUFFIXES[one.compression ?? 'none']
      const bare = one.file.replace(/\.(zst|zstd|gz|gzip)$/, '')
      const lies = Object.values(SUFFIXES).flatMap((suffix) => {
        if (suffix === ownSuffix) return LIES[one.format] ? [`lie${LIES[one.format]}${suffix}`] : []
        return [bare + suffix, ...(LIES[one.format] ? [`lie${LIES[one.format]}${suffix}`] : [])]
      })
      expect(lies.length).toBeGreaterThan(1)
      for (const lie of lies) {
        await withFile(put(one, lie), async (entry, dataset) => {
          const isFeather = one.format === 'feather' && lie.startsWith('lie')
          expect(entry.info.format, lie).toBe(isFeather ? 'arrow' : detectedFormat(one))
          expect(entry.info.compression, lie).toBe(one.compression)
          expect(entry.issues.list(0, 10).map(({ code }) => code)).toContain('format/name-mismatch')
          expect((await readAll(dataset)).rows, lie).toEqual(rows)
        })
      }
    },
  )

  it('of plain lines is not overruled, as nothing tells what lines are', async () => {
    for (const name of ['text', 'text.zst', 'text.gz']) {
      const one = casesOf(name).find(({ feature }) => feature === 'one row') as ConformanceCase
      const opening = withFile(put(one, 'lie.parquet'), async () => {})
      await expect(opening).rejects.toMatchObject({ code: 'format/unknown' })
    }
  })
})

it('reads as many cases as the table of docs/conformance.md says', () => {
  const table = readFileSync('docs/conformance.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const found = formatNames.map((name) => {
    const cases = casesOf(name)
    const features = cases.map(({ feature }) => feature).join(', ')
    return `| \`${name}\` | ${cases.length} | ${(equal.get(name) ?? []).length} | ${features} |`
  })
  expect(table).toEqual(found)
})
