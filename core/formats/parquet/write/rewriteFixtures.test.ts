import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../../dataset/dataset.ts'
import { usualExportOptions } from '../../../export/exportOptions.ts'
import { memorySource } from '../../../io/memorySource.ts'
import { projectSchema, schemaText } from '../../../table/schemas.ts'
import { typeName } from '../../../table/typeName.ts'
import { testCodecs } from '../../../testing/codecs.ts'
import { fixture, goldenCases, readAll } from '../../../testing/golden.ts'
import { kernelsWithPages, testPages } from '../../../testing/pages.ts'
import { parquetDecoder } from '../../../testing/parquetDecoder.ts'
import { parquetBytes } from '../../../testing/parquetRoundTrip.ts'
import { openArrow } from '../../arrow/openArrow.ts'
import { pageCodecs } from '../codecs/pageCodecs.ts'
import { openParquet } from '../openParquet.ts'
import { parquetTableFormat } from './parquetTableFormat.ts'

const decompress = pageCodecs(kernelsWithPages, async () => parquetDecoder())
const open = async (bytes: Uint8Array<ArrayBuffer>): Promise<Dataset> =>
  openParquet(memorySource(bytes), { pages: await testPages(), decompress })
const options = { ...usualExportOptions('parquet'), codec: 'none' as const }

/** Columns of a dataset that Parquet can hold. */
function writable({ schema }: Dataset): string[] {
  const refused = (name: string) => {
    try {
      parquetTableFormat.check(projectSchema(schema, [name]), options)
      return false
    } catch {
      return true
    }
  }
  return schema.fields.map((field) => field.name).filter((name) => !refused(name))
}

/** Writes what a dataset has as one row group and reads it again. */
async function rewritten(dataset: Dataset) {
  const columns = writable(dataset)
  const { batches, rows } = await readAll(dataset, { columns })
  const schema = projectSchema(dataset.schema, columns)
  const file = parquetBytes(schema, batches.length > 0 ? [batches] : [])
  const again = await open(file)
  return { columns, rows, again, read: await readAll(again) }
}

describe.each(goldenCases('parquet'))('$file, read and written and read', ({ bytes }) => {
  it('is the same, types and metadata too', async () => {
    const dataset = await open(bytes)
    const { rows, again, read } = await rewritten(dataset)
    expect(read.issues).toEqual([])
    expect(read.rows).toEqual(rows)
    expect(schemaText(again.schema)).toBe(schemaText(dataset.schema))
    expect(again.schema.metadata).toEqual(dataset.schema.metadata)
  })
})

const conformance = readdirSync('core/fixtures/conformance/parquet').filter((file) => file.endsWith('.parquet'))
it.each(conformance)('%s of the conformance suite, read and written and read, is the same', async (file) => {
  const { rows, read } = await rewritten(await open(fixture(`conformance/parquet/${file}`)))
  expect(read.rows).toEqual(rows)
})

const arrowCases = [...goldenCases('arrow'), ...goldenCases('arrow-compressed')]
describe.each(arrowCases)('$file, read and written and read', ({ bytes }) => {
  it('is the same but for columns that cannot be', async () => {
    const dataset = await openArrow(memorySource(bytes), { codecs: async () => testCodecs() })
    const { columns, rows, read } = await rewritten(dataset)
    const refused = dataset.schema.fields.filter((field) => !columns.includes(field.name))
    for (const { type } of refused)
      expect(typeName(type)).toMatch(/interval|union|, -\d+\)|struct<>|fixed_size_binary\[0\]/)
    expect(read.rows).toEqual(rows)
  })
})
