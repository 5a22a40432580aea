import { createHash } from 'node:crypto'
import { type Data, Field, Int64, Schema, Utf8, type Vector, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { ByteWriter } from '../bytes/byteWriter.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { openDataset } from '../formats/openDataset.ts'
import { memorySource } from '../io/memorySource.ts'
import { scalarKernels } from '../kernels/scalarKernels.ts'
import { makeBatch } from '../table/batches.ts'
import { fixture } from '../testing/golden.ts'
import { digestRows } from './digestRows.ts'
import { writePythonRow } from './keys/pythonRow.ts'
import { scalarRowHasher } from './rowHasher.ts'
import { keyReading, type RowKey } from './rowKey.ts'

interface Golden {
  json: string[]
  python: string[]
}
const golden = JSON.parse(new TextDecoder().decode(fixture('hashes/digests.json'))) as {
  values: Golden
  rows: Golden
  texts: string[]
}

async function openFixture(name: string): Promise<Dataset> {
  const format = name.endsWith('.arrow') ? 'arrow' : 'jsonl'
  const source = memorySource(fixture(`hashes/${name}`))
  const dataset = await openDataset(source, { format, options: {} }, { kernels: scalarKernels })
  await dataset.buildIndex({})
  return dataset
}

async function digestsOf(dataset: Dataset, key: RowKey): Promise<(string | null)[]> {
  const digests: (string | null)[] = []
  const reading = keyReading(dataset.schema, key)
  for await (const part of digestRows((request) => dataset.scan(request), reading, scalarRowHasher, {})) {
    for (let at = 0; at < part.digests.length; at += 32) {
      const hex = Buffer.from(part.digests.subarray(at, at + 32)).toString('hex')
      digests.push(part.keyless?.[at / 32] === 1 ? null : hex)
    }
  }
  return digests
}

describe("digests are those of Python's hashlib", () => {
  it.each(['values.arrow', 'rows.jsonl'] as const)('of whole rows of %s, as JSON and as str(row)', async (name) => {
    const dataset = await openFixture(name)
    const expected = name === 'values.arrow' ? golden.values : golden.rows
    expect(await digestsOf(dataset, { kind: 'row' })).toEqual(expected.json)
    expect(await digestsOf(dataset, { kind: 'axolotl' })).toEqual(expected.python)
  })

  it.each(['values.arrow', 'rows.jsonl'])('of the text column of %s', async (name) => {
    expect(await digestsOf(await openFixture(name), { kind: 'columns', columns: ['text'] })).toEqual(golden.texts)
  })

  it('of the rows of the issue that Axolotl was seen to hash', () => {
    const row = (schema: Schema, columns: Vector[]) => {
      const writer = new ByteWriter()
      writePythonRow(
        writer,
        makeBatch(
          schema,
          columns.map(({ data }) => data[0] as Data),
          1,
        ),
        0,
      )
      return createHash('sha256').update(writer.written).digest('hex')
    }
    const text = (value: string) => vectorFromArray([value], new Utf8())
    const schema = new Schema([
      new Field('column1', new Utf8(), true),
      new Field('column2', new Int64(), true),
      new Field('column3', new Utf8(), true),
    ])
    expect(row(schema, [text('apple'), vectorFromArray([1n], new Int64()), text('red')])).toBe(
      '30bda11685957695ec83a44578b589bd8e64a8df0cc0e7f8022e475ad06c8cd7',
    )
  })
})

describe('a row has no key', () => {
  it('where the text is null, or every column of a JSON key is', async () => {
    const dataset = await openFixture('values.arrow')
    const nulls = (digests: (string | null)[]) => digests.flatMap((digest, row) => (digest === null ? [row] : []))
    expect(nulls(await digestsOf(dataset, { kind: 'columns', columns: ['large text'] }))).toEqual([3, 10, 17])
    expect(nulls(await digestsOf(dataset, { kind: 'columns', columns: ['large text', 'int64'] }))).toEqual([3, 10, 17])
    expect(nulls(await digestsOf(dataset, { kind: 'columns', columns: ['nothing'] }))).toHaveLength(20)
    expect(nulls(await digestsOf(dataset, { kind: 'row' }))).toEqual([])
  })
})

describe('a key', () => {
  it('of unknown columns, or of none, is refused', async () => {
    const { schema } = await openFixture('rows.jsonl')
    expect(() => keyReading(schema, { kind: 'columns', columns: [] })).toThrow('at least one column')
    expect(() => keyReading(schema, { kind: 'columns', columns: ['x'] })).toThrow('no column named "x"')
  })

  it('is the bytes of the one text column it names, and JSON otherwise', async () => {
    const { schema } = await openFixture('rows.jsonl')
    const form = (...columns: string[]) => keyReading(schema, { kind: 'columns', columns }).form
    expect([form('text'), form('text', 'text'), form('n'), form('mixed'), form('text', 'n')]).toEqual([
      'text',
      'text',
      'json',
      'json',
      'json',
    ])
  })
})
