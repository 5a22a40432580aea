import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import type { RecordBatch, Schema } from 'apache-arrow'
import { Field, Utf8 } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../../errors.ts'
import { detect } from '../../formats/detect.ts'
import { openDataset } from '../../formats/openDataset.ts'
import { memorySource } from '../../io/memorySource.ts'
import { concatBytes } from '../../io/readFull.ts'
import { projectSchema } from '../../table/schemas.ts'
import { anyTables, hostileText } from '../../testing/anyTables.ts'
import { tableOf } from '../../testing/columnsOf.ts'
import { testEncoders } from '../../testing/encoders.ts'
import { fixture } from '../../testing/golden.ts'
import { kernelsWithPages } from '../../testing/pages.ts'
import { parquetDecoder } from '../../testing/parquetDecoder.ts'
import { tableFormatOf } from '../encoding/tableFormats.ts'
import { EXPORT_FORMATS, type ExportOptions, usualExportOptions } from '../exportOptions.ts'
import { tableWriter } from '../files/tableWriter.ts'
import { verifyOutput } from './verifyOutput.ts'

const OPTIONS: ExportOptions[] = EXPORT_FORMATS.filter((format) => format !== 'hf_dataset').flatMap((format) => {
  const usual: ExportOptions = { ...usualExportOptions(format), nested: 'json' }
  if (format === 'csv') return [usual, { ...usual, header: false }, { ...usual, compression: 'zstd' as const }]
  if (format === 'parquet' || format === 'jsonl') return [usual, { ...usual, compression: 'gzip' as const }]
  return [usual]
})

/** Writes a table and reads it back. @returns the error, or null */
async function writtenAndVerified(schema: Schema, batches: readonly RecordBatch[], options: ExportOptions) {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const writer = tableWriter(
    schema,
    options,
    { encoders: testEncoders() },
    async (bytes) => void pieces.push(bytes.slice()),
  )
  for (const batch of batches) await writer.write(batch)
  const { rows } = await writer.close()
  const plain = concatBytes(pieces)
  const { compression } = options
  const bytes = compression ? testEncoders().compress(compression, plain) : plain
  await verifyOutput({
    files: [{ name: '', bytes: bytes.length, rows, sha256: createHash('sha256').update(bytes).digest('hex') }],
    open: async () => ({ source: memorySource(bytes), close: async () => {} }),
    schema,
    options,
    kernels: kernelsWithPages,
    async createHash() {
      const hash = createHash('sha256')
      return { update: (part) => void hash.update(part), digest: () => hash.digest('hex') }
    },
  })
}

/** The columns that a format can hold; for text the first of them. */
function writable(schema: Schema, options: ExportOptions): string[] {
  const { check } = tableFormatOf(options.format)
  const fits = (columns: string[]) => {
    try {
      check(projectSchema(schema, columns), options)
      return true
    } catch {
      return false
    }
  }
  const columns = schema.fields.map(({ name }) => name).filter((name) => fits([name]))
  return options.format === 'text' ? columns.slice(0, 1) : columns
}

const FIXTURES = ['arrow', 'arrow-compressed', 'parquet', 'conformance/parquet', 'conformance/jsonl', 'conformance/csv']
  .flatMap((folder) => readdirSync(`core/fixtures/${folder}`).map((file) => `${folder}/${file}`))
  .filter((file) => /\.(arrows?|feather|parquet|jsonl|csv)$/.test(file))

describe('whatever we write reads back', () => {
  it.each(FIXTURES)('%s', async (file) => {
    const source = memorySource(fixture(file))
    const detection = await detect(file, source)
    const dataset = await openDataset(source, detection, {
      kernels: kernelsWithPages,
      parquet: async () => parquetDecoder(),
    })
    await dataset.buildIndex({})
    let written = 0
    for (const options of OPTIONS.filter(({ compression }) => compression === null)) {
      const columns = writable(dataset.schema, options)
      if (columns.length === 0) continue
      const batches: RecordBatch[] = []
      for await (const batch of dataset.scan({ columns, rowEnd: 60 })) batches.push(batch)
      const schema = projectSchema(dataset.schema, columns)
      const error = await writtenAndVerified(schema, batches, options).then(
        () => null,
        (caught: unknown) => caught,
      )
      if (error instanceof EngineError && error.code === 'format/unsupported') continue // values, not columns
      expect(error, `${options.format} ${options.compression ?? ''}`).toBeNull()
      written++
    }
    expect(written).toBeGreaterThan(dataset.schema.fields.length === 0 ? -1 : 3)
  })

  it('of any columns and values', () =>
    fc.assert(
      fc.asyncProperty(anyTables, fc.constantFrom(...OPTIONS), async ({ batch }, options) => {
        const [field] = batch.schema.fields
        if (options.format === 'text' && (batch.schema.fields.length > 1 || field?.type.typeId !== 5)) return
        try {
          await writtenAndVerified(batch.schema, [batch], options)
        } catch (error) {
          if (!(error instanceof EngineError) || error.code !== 'format/unsupported') throw error
        }
      }),
      { numRuns: 150 },
    ))

  it('of texts that are hard on readers', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(hostileText, { minLength: 1, maxLength: 8 }),
        fc.uniqueArray(hostileText, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...OPTIONS.filter(({ format }) => format === 'csv' || format === 'tsv' || format === 'jsonl')),
        async (values, names, options) => {
          const batch = tableOf(
            names.map((name) => new Field(name, new Utf8(), true)),
            names.map(() => values),
          )
          await writtenAndVerified(batch.schema, [batch], options)
        },
      ),
      { numRuns: 150 },
    ))
})
