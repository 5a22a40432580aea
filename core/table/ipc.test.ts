import { Field, Schema, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../errors.ts'
import { openArrow } from '../formats/arrow/openArrow.ts'
import { memorySource } from '../io/memorySource.ts'
import { fixture, goldenCases, jsonRows, readAll } from '../testing/golden.ts'
import { makeBatch, sliceBatch } from './batches.ts'
import { batchesFromIpc, batchToIpc, schemaFromIpc, schemaToIpc } from './ipc.ts'
import { jsonField } from './jsonField.ts'
import { nullBatch } from './nullBatch.ts'
import { projectBatch } from './project.ts'
import { schemaText } from './schemas.ts'

describe.each(goldenCases('arrow'))('$file', ({ bytes, schema }) => {
  it('goes through IPC bytes, whole and sliced', async () => {
    const { batches } = await readAll(await openArrow(memorySource(bytes)))
    for (const whole of batches) {
      for (const [start, end] of [
        [0, whole.numRows],
        [1, whole.numRows],
        [2, 3],
        [1, 1],
      ] as const) {
        if (end > whole.numRows || start > end) continue
        const batch = sliceBatch(whole, start, end)
        const ipc = batchToIpc(batch)
        expect(ipc.byteLength).toBe(ipc.buffer.byteLength)
        const back = batchesFromIpc(ipc)
        expect(schemaText(back.schema)).toBe(schema)
        expect(back.batches).toHaveLength(1)
        expect(jsonRows(back.batches)).toEqual(jsonRows([batch]))
      }
    }
  })

  it('keeps the schema', async () => {
    const dataset = await openArrow(memorySource(bytes))
    const back = schemaFromIpc(schemaToIpc(dataset.schema))
    expect(schemaText(back)).toBe(schema)
    expect(back.fields.map((field) => field.nullable)).toEqual(dataset.schema.fields.map((field) => field.nullable))
  })

  it('takes rows of nulls', async () => {
    const { schema } = await openArrow(memorySource(bytes))
    const nulls = nullBatch(schema, 9)
    expect(jsonRows(batchesFromIpc(batchToIpc(nulls)).batches)).toEqual(jsonRows([nulls]))
    for (const row of jsonRows([nulls])) {
      expect(Object.values(JSON.parse(row) as object).every((value) => value === null)).toBe(true)
    }
  })
})

it('keeps metadata of fields and schema', () => {
  const schema = new Schema([jsonField('j')], new Map([['huggingface', '{"info":{}}']]))
  const back = schemaFromIpc(schemaToIpc(schema))
  expect(back.metadata).toEqual(schema.metadata)
  expect(back.fields[0]!.metadata).toEqual(new Map([['packscope:json', 'true']]))
})

it('writes only the rows of a slice', () => {
  const texts = vectorFromArray(
    Array.from({ length: 10_000 }, (_, row) => `a text of row ${row}`),
    new Utf8(),
  )
  const batch = makeBatch(new Schema([new Field('t', new Utf8())]), [texts.data[0]!], 10_000)
  expect(batchToIpc(sliceBatch(batch, 5000, 5010)).length).toBeLessThan(1000)
})

it('projects by name, in the order asked, the first of equal names', async () => {
  const { batches } = await readAll(await openArrow(memorySource(fixture('arrow/same-names.arrow'))))
  expect(jsonRows([projectBatch(batches[0]!, ['same'])])).toEqual(['{"same":1}', '{"same":2}'])
  expect(() => projectBatch(batches[0]!, ['other'])).toThrow(EngineError)
})

it('refuses a stream cut anywhere, or gives the batches before the cut', async () => {
  const bytes = fixture('arrow/small.arrows')
  for (let length = 0; length < bytes.length; length++) {
    try {
      expect(jsonRows(batchesFromIpc(bytes.subarray(0, length)).batches).length).toBeLessThanOrEqual(3)
    } catch (error) {
      expect(error).toMatchObject({ name: 'EngineError', code: 'format/corrupt' })
    }
  }
})
