import { describe, expect, it } from 'vitest'
import { CODECS, type ExportFormat, type ExportOptions, usualExportOptions } from '../../core/export/exportOptions.ts'
import { type JsonValue, readJsonValue } from '../../core/hashing/keys/jsonValues.ts'
import { readAll } from '../../core/testing/golden.ts'
import type { JobContext } from '../jobs/job.ts'
import { builtKernels } from '../testing/builtKernels.ts'
import { type ConformanceCase, conformanceCases, filesOf, goldenOf } from '../testing/conformanceCases.ts'
import { fileOpener } from '../testing/openedFile.ts'
import type { Entry } from './entry.ts'
import { exportEntry } from './exportEntry.ts'

const { platform, pool, withFile } = await fileOpener()
const kernels = builtKernels()
const job: JobContext = { signal: new AbortController().signal, platform, pool, report: () => {} }

/** One file of each content: others hold the same rows. */
const cases = [...new Map(conformanceCases.map((one) => [one.golden, one])).values()]

async function write(entry: Entry, options: ExportOptions, path: string): Promise<void> {
  const spec = {
    kind: 'export' as const,
    datasetId: entry.info.datasetId,
    options,
    columns: null,
    sink: { kind: 'path' as const, path },
    overwrite: true,
    manifest: true,
  }
  await exportEntry([{ split: null, entry }], spec, job, { kernels })
}

/** What cannot be written, and is refused: rows without columns, and as text all but one column of text. */
function isRefused(schema: string, format: ExportFormat): boolean {
  return schema === '' || (format === 'text' && !/^[^,]*: (large_)?utf8$/.test(schema))
}

async function roundTrip(one: ConformanceCase, options: ExportOptions, path: string) {
  platform.files.clear()
  for (const [name, bytes] of filesOf(one)) platform.files.set(name, bytes)
  return withFile(one.file, async (entry) => {
    await entry.dataset.buildIndex({})
    await write(entry, options, path)
    return withFile(path, (_entry, dataset) => readAll(dataset))
  })
}

const SUFFIX: Partial<Record<ExportFormat, string>> = {
  'arrow-stream': '.arrows',
  hf_dataset: '',
  text: '.txt',
}
const nameOf = (format: ExportFormat) => `out${SUFFIX[format] ?? `.${format}`}`

/** What JSON has no number for. */
const NO_NUMBER = new Set(['NaN', 'Infinity', '-Infinity'])

/** A row as text formats spell it: numbers by their value, lists and structs as JSON. */
function spelled(row: string, spell: (cell: JsonValue) => string): string[] {
  return [...(readJsonValue(row) as { members: Map<string, JsonValue> }).members.values()].map(spell)
}

function json(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if ('list' in value) return `[${value.list.map(json).join(',')}]`
  if ('members' in value)
    return `{${[...value.members].map(([name, part]) => `${JSON.stringify(name)}:${json(part)}`).join(',')}}`
  return 'integer' in value ? value.integer : String(value.float)
}

/** Columns of decimals and of floats come back as floats, and what is no number as null (an issue of the export says so). */
const asJson = (rows: string[]) =>
  rows.map((row) => spelled(row, (cell) => (typeof cell === 'string' && NO_NUMBER.has(cell) ? 'null' : json(cell))))
/** Null and an empty text are the same there. */
const asCsv = (rows: string[]) =>
  rows.map((row) => spelled(row, (cell) => (cell === null ? '' : typeof cell === 'string' ? cell : json(cell))))

const FORMATS: [ExportFormat, (rows: string[]) => unknown][] = [
  ['arrow', (rows) => rows],
  ['arrow-stream', (rows) => rows],
  ['feather', (rows) => rows],
  ['parquet', (rows) => rows],
  ['hf_dataset', (rows) => rows],
  ['jsonl', asJson],
  ['csv', asCsv],
  ['tsv', asCsv],
  ['text', asCsv],
]

describe.each(cases)('$format, $feature ($golden)', (one) => {
  it.each(FORMATS)('is read again from %s', async (format, as) => {
    const codecs = CODECS[format]
    const codec = codecs[cases.indexOf(one) % codecs.length]!
    const options = { ...usualExportOptions(format), codec, nested: 'json' as const }
    const golden = goldenOf(one)
    const written = roundTrip(one, options, nameOf(format))
    if (isRefused(golden.schema, format)) {
      await expect(written).rejects.toThrow(/no column to write|text/)
      return
    }
    const read = await written
    expect(read.issues).toEqual([])
    expect(as(read.rows)).toEqual(as(golden.rows))
  })
})
