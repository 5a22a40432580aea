import { Dictionary, Field, Int8, type RecordBatch, Schema, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import type { ByteSink } from '../../io/byteSink.ts'
import { memorySource } from '../../io/memorySource.ts'
import { makeBatch, sliceBatch } from '../../table/batches.ts'
import { nullBatch } from '../../table/nullBatch.ts'
import { schemaText } from '../../table/schemas.ts'
import { goldenCases, jsonRows, readAll } from '../../testing/golden.ts'
import { openArrow } from './openArrow.ts'
import { type ArrowKind, writeArrow } from './writeArrow.ts'

/** Keeps what is written, and ruins the writer's buffer afterwards, as a sink may expect it to be reused. */
function collectingSink() {
  const parts: Uint8Array[] = []
  const sink: ByteSink = {
    write: async (bytes) => void parts.push(bytes.slice()),
    close: async () => {},
    abort: async () => {},
  }
  return { sink, bytes: () => new Uint8Array(Buffer.concat(parts)) }
}

async function written(kind: ArrowKind, schema: Schema, batches: readonly RecordBatch[]) {
  const { sink, bytes } = collectingSink()
  const writer = writeArrow(kind, schema, sink)
  for (const batch of batches) await writer.write(batch)
  const result = await writer.close()
  expect(result).toEqual({ bytes: bytes().length, rows: batches.reduce((rows, batch) => rows + batch.numRows, 0) })
  return bytes()
}

const kinds: ArrowKind[] = ['arrow', 'arrow-stream']

describe.each(goldenCases('arrow'))('$file', ({ bytes, schema, rows }) => {
  it.each(kinds)('comes back equal from an %s', async (kind) => {
    const dataset = await openArrow(memorySource(bytes))
    const { batches } = await readAll(dataset)
    const copy = await openArrow(memorySource(await written(kind, dataset.schema, batches)))
    expect(schemaText(copy.schema)).toBe(schema)
    expect(await readAll(copy)).toMatchObject({ rows, issues: [] })
  })

  it.each(kinds)('comes back equal from single rows in an %s, with the same bytes each time', async (kind) => {
    const dataset = await openArrow(memorySource(bytes))
    const { batches } = await readAll(dataset, { batchRows: 1 })
    const first = await written(kind, dataset.schema, batches)
    expect((await readAll(await openArrow(memorySource(first)))).rows).toEqual(rows)
    const again = await readAll(await openArrow(memorySource(bytes)), { batchRows: 1 })
    expect(await written(kind, dataset.schema, again.batches)).toEqual(first)
  })

  it('writes rows of nulls of its types', async () => {
    const { schema } = await openArrow(memorySource(bytes))
    const copy = await openArrow(memorySource(await written('arrow', schema, [nullBatch(schema, 3)])))
    const names = schema.fields.map((field) => `${JSON.stringify(field.name)}:null`)
    expect((await readAll(copy)).rows).toEqual(Array.from({ length: 3 }, () => `{${names.join()}}`))
  })
})

const wordType = new Dictionary(new Utf8(), new Int8(), 7)
const wordSchema = new Schema([new Field('w', wordType, true)])
/** A batch of words, with a dictionary of its own. */
function words(...values: (string | null)[]): RecordBatch {
  const column = vectorFromArray(values, new Dictionary(new Utf8(), new Int8(), 7))
  return makeBatch(wordSchema, [column.data[0]!], values.length)
}

describe('dictionaries', () => {
  it.each(kinds)('of different batches become one in an %s', async (kind) => {
    const batches = [words('a', 'b', null), words('c', 'a'), words('b', 'b', 'd', null), words()]
    const bytes = await written(kind, wordSchema, batches)
    const copy = await openArrow(memorySource(bytes))
    expect((await readAll(copy)).rows).toEqual(batches.flatMap((batch) => jsonRows([batch])))
    const last = (await readAll(copy, { rowStart: 8, rowEnd: 9 })).batches[0]!.data.children[0]!
    expect(last.dictionary!.length).toBe(4)
  })

  it('that outgrow their keys end the writing', async () => {
    const many = (from: number) => words(...Array.from({ length: 100 }, (_, n) => `word ${from + n}`))
    await expect(written('arrow', wordSchema, [many(0), many(50)])).rejects.toMatchObject({ code: 'limit/exceeded' })
    const short = await written('arrow', wordSchema, [many(0), many(20)])
    expect((await readAll(await openArrow(memorySource(short)))).rows).toHaveLength(200)
  })
})

describe('writeArrow', () => {
  it('refuses batches of another schema', async () => {
    const other = makeBatch(new Schema([new Field('x', new Utf8())]), [vectorFromArray(['a'], new Utf8()).data[0]!], 1)
    const writer = writeArrow('arrow', wordSchema, collectingSink().sink)
    await expect(writer.write(other)).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('passes on what the sink throws', async () => {
    const full: ByteSink = { ...collectingSink().sink, write: () => Promise.reject(new Error('disk full')) }
    const writer = writeArrow('arrow-stream', wordSchema, full)
    await writer.write(words('a')) // gathered, not written yet
    await expect(writer.close()).rejects.toThrow('disk full')
  })

  it('waits for a slow sink', async () => {
    let waiting = 0
    let most = 0
    const slow: ByteSink = {
      ...collectingSink().sink,
      async write() {
        most = Math.max(most, ++waiting)
        await new Promise((resolve) => setTimeout(resolve, 1))
        waiting--
      },
    }
    const text = vectorFromArray(
      Array.from({ length: 50 }, () => 'x'.repeat(4000)),
      new Utf8(),
    )
    const batch = makeBatch(new Schema([new Field('t', new Utf8())]), [text.data[0]!], 50)
    const writer = writeArrow('arrow', batch.schema, slow)
    for (let n = 0; n < 3; n++) await writer.write(sliceBatch(batch, n, 50))
    await writer.close()
    expect(most).toBe(1)
  })
})
