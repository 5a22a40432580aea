import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { pythonCsv } from '../../testing/pythonCsv.ts'
import { readRecords } from '../records/readRecords.ts'
import { CsvFields, fieldText } from './csvFields.ts'
import { csvFormat } from './csvFormat.ts'

const FIXTURES = new URL('../../fixtures/csv/', import.meta.url)
const goldens = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -5))

/** Every record of the text, header included, as the formats find and divide them, in chunks of `chunkBytes`. */
async function recordsOf(bytes: Uint8Array, delimiter: string, chunkBytes = 4096): Promise<string[][]> {
  const delimiterByte = delimiter.charCodeAt(0)
  const format = csvFormat({ delimiter: delimiterByte, names: [], issues: [] }, { dataStart: 0 })
  const fields = new CsvFields()
  const records: string[][] = []
  const range = { firstChunkBytes: chunkBytes, chunkBytes }
  for await (const { bytes: block, starts, ends, count } of readRecords(
    memorySource(bytes),
    format,
    scalarKernels,
    range,
  )) {
    for (let i = 0; i < count; i++) {
      fields.split(block, starts[i]!, ends[i]!, delimiterByte)
      records.push(
        Array.from({ length: fields.count }, (_, n) =>
          fieldText(block, fields.starts[n]!, fields.ends[n]!, fields.kinds[n]!),
        ),
      )
    }
  }
  return records
}

describe("Python's csv.reader", () => {
  it('has goldens', () => {
    expect(goldens.length).toBeGreaterThan(25)
  })

  it.each(goldens)('reads %s as we do, in any chunks', async (name) => {
    const bytes = readFileSync(new URL(`${name}.csv`, FIXTURES))
    const { delimiter, records } = JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8')) as {
      delimiter: string
      records: string[][]
    }
    for (const chunkBytes of [1, 2, 5, 64, 4096]) {
      expect(await recordsOf(bytes, delimiter, chunkBytes)).toEqual(records)
    }
    expect(pythonCsv(bytes.toString(), delimiter)).toEqual(records)
  })
})

describe('any text', () => {
  const letters = fc.constantFrom('a', 'b', ',', ',', '"', '"', '\n', '\n', '\r\n', '\r', ' ', 'é')

  it('is divided as the state machine divides it, stray quotes or not, in any chunks', () => {
    const texts = fc.array(letters, { maxLength: 60 }).map((all) => all.join(''))
    return fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 70 }), async (text, chunkBytes) => {
        expect(await recordsOf(encodeUtf8(text), ',', chunkBytes)).toEqual(pythonCsv(text, ','))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('any table', () => {
  const cell = fc
    .array(fc.constantFrom('a', '"', ',', '\n', 'é', ' ', '1'), { maxLength: 6 })
    .map((all) => all.join(''))
  const tables = fc
    .integer({ min: 1, max: 4 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }),
    )

  it.each(['\n', '\r\n'] as const)(
    'comes back from what papaparse writes, and papaparse reads it the same (%j)',
    (newline) =>
      fc.assert(
        fc.asyncProperty(tables, fc.constantFrom(',', ';', '\t'), async (table, delimiter) => {
          const text = Papa.unparse(table, { delimiter, newline, quotes: true })
          expect(await recordsOf(encodeUtf8(text), delimiter)).toEqual(table)
          expect(Papa.parse(text, { delimiter, newline }).data).toEqual(table)
        }),
        { numRuns: 300 },
      ),
  )
})
