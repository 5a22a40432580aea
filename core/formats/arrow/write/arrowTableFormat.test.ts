import { Dictionary, Field, Int8, List, type RecordBatch, Schema, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../../../errors.ts'
import { usualExportOptions } from '../../../export/exportOptions.ts'
import { memorySource } from '../../../io/memorySource.ts'
import { makeBatch } from '../../../table/batches.ts'
import { nullBatch } from '../../../table/nullBatch.ts'
import { schemaText } from '../../../table/schemas.ts'
import { goldenCases, jsonRows, readAll } from '../../../testing/golden.ts'
import { openArrow } from '../openArrow.ts'
import { arrowTableFormat } from './arrowTableFormat.ts'

type Kind = 'arrow' | 'arrow-stream' | 'feather'

const optionsOf = (kind: Kind) => ({ ...usualExportOptions(kind), codec: 'none' as const })

/** A file by chunks of the batches given, one each. */
function written(kind: Kind, schema: Schema, batches: readonly RecordBatch[]): Uint8Array<ArrayBuffer> {
  const options = optionsOf(kind)
  const encoder = arrowTableFormat.createEncoder(schema, options, { encoders: null })
  const assembler = arrowTableFormat.createAssembler(schema, options)
  const parts = [assembler.start()]
  for (const batch of batches) {
    if (batch.numRows === 0) continue
    const { pieces, ...facts } = encoder.encode([batch])
    expect(facts).toMatchObject({ rows: batch.numRows, plainBytes: Buffer.concat(pieces).length })
    assembler.add(structuredClone(facts))
    parts.push(...pieces)
  }
  return new Uint8Array(Buffer.concat([...parts, assembler.end()]))
}

const kinds: Kind[] = ['arrow', 'arrow-stream', 'feather']

describe.each(goldenCases('arrow'))('$file', ({ bytes, schema, rows }) => {
  it.each(kinds)('comes back equal from an %s', async (kind) => {
    const dataset = await openArrow(memorySource(bytes))
    const { batches } = await readAll(dataset)
    const copy = await openArrow(memorySource(written(kind, dataset.schema, batches)))
    expect(schemaText(copy.schema)).toBe(schema)
    expect(await readAll(copy)).toMatchObject({ rows, issues: [] })
  })

  it.each(kinds)('comes back equal from single rows in an %s, with the same bytes each time', async (kind) => {
    const dataset = await openArrow(memorySource(bytes))
    const { batches } = await readAll(dataset, { batchRows: 1 })
    const first = written(kind, dataset.schema, batches)
    expect((await readAll(await openArrow(memorySource(first)))).rows).toEqual(rows)
    const again = await readAll(await openArrow(memorySource(bytes)), { batchRows: 1 })
    expect(written(kind, dataset.schema, again.batches)).toEqual(first)
  })

  it('writes rows of nulls of its types', async () => {
    const { schema } = await openArrow(memorySource(bytes))
    const copy = await openArrow(memorySource(written('arrow', schema, [nullBatch(schema, 3)])))
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
    const bytes = written(kind, wordSchema, batches)
    const copy = await openArrow(memorySource(bytes))
    expect((await readAll(copy)).rows).toEqual(batches.flatMap((batch) => jsonRows([batch])))
    const last = (await readAll(copy, { rowStart: 8, rowEnd: 9 })).batches[0]!.data.children[0]!
    expect(last.dictionary!.length).toBe(4)
  })

  it('that outgrow their keys end the writing', async () => {
    const many = (from: number) => words(...Array.from({ length: 100 }, (_, n) => `word ${from + n}`))
    expect(() => written('arrow', wordSchema, [many(0), many(50)])).toThrow(EngineError)
    const short = written('arrow', wordSchema, [many(0), many(20)])
    expect((await readAll(await openArrow(memorySource(short)))).rows).toHaveLength(200)
  })
})

describe('chunks of several batches', () => {
  it.each(goldenCases('arrow'))('of $file are those of one', async ({ bytes, rows }) => {
    const dataset = await openArrow(memorySource(bytes))
    const options = optionsOf('arrow')
    const encode = (batches: readonly RecordBatch[]) =>
      arrowTableFormat.createEncoder(dataset.schema, options, { encoders: null }).encode(batches)
    const { batches } = await readAll(dataset)
    const single = await readAll(dataset, { batchRows: 1 })
    if (rows.length === 0) return
    const { pieces, ...facts } = encode(single.batches)
    expect(facts.rows).toBe(rows.length)
    const assembler = arrowTableFormat.createAssembler(dataset.schema, options)
    const start = assembler.start()
    assembler.add(facts)
    const file = new Uint8Array(Buffer.concat([start, ...pieces, assembler.end()]))
    const read = await readAll(await openArrow(memorySource(file)))
    expect(read.rows).toEqual(rows)
    if (!arrowTableFormat.isOrdered(dataset.schema, options)) {
      expect(Buffer.concat(encode(batches).pieces).equals(Buffer.concat(pieces))).toBe(true)
    }
  })

  it('must have the columns of the encoder', () => {
    const other = makeBatch(new Schema([new Field('x', new Utf8())]), [vectorFromArray(['a'], new Utf8()).data[0]!], 1)
    const encoder = arrowTableFormat.createEncoder(wordSchema, optionsOf('arrow'), { encoders: null })
    expect(() => encoder.encode([other])).toThrow('expected w: dictionary')
  })
})

it('is ordered where there are dictionaries, at any depth', () => {
  const ordered = (schema: Schema) => arrowTableFormat.isOrdered(schema, optionsOf('arrow'))
  expect(ordered(wordSchema)).toBe(true)
  expect(ordered(new Schema([new Field('l', new List(wordSchema.fields[0] as Field))]))).toBe(true)
  expect(ordered(new Schema([new Field('x', new Utf8())]))).toBe(false)
})
