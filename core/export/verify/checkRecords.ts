import { CsvCutter } from '../../formats/csv/csvCutter.ts'
import { CsvFields, fieldText } from '../../formats/csv/csvFields.ts'
import { scalarCsvKernels } from '../../formats/csv/scalarCut.ts'
import { openJsonl } from '../../formats/jsonl/openJsonl.ts'
import { LineCutter } from '../../formats/records/lineCutter.ts'
import { memorySource } from '../../io/memorySource.ts'
import type { FileCheck } from './fileCheck.ts'
import { rowsWrong } from './fileCheck.ts'
import { RecordCount } from './recordCount.ts'

/** Rows of the beginning that are read. */
const READ_ROWS = 100

/** A text format: its rows are counted, and the first ones looked at. */
export interface RecordCheck {
  count: RecordCount
  /** Call when all bytes were counted. @returns what is wrong, in words; null: nothing */
  verdict(): Promise<string | null>
}

/** How a text format is counted; null for formats with an index. */
export async function recordCheck(check: FileCheck): Promise<RecordCheck | null> {
  const { options, kernels, rows } = check
  const lines = () => new RecordCount(new LineCutter(kernels))
  const whole = (count: RecordCount) => (count.isWhole ? null : 'its last line is cut')
  switch (options.format) {
    case 'jsonl': {
      const count = lines()
      return {
        count,
        verdict: async () => whole(count) ?? rowsWrong(count.records, rows) ?? jsonStart(count.start, check),
      }
    }
    case 'text': {
      const count = lines()
      return { count, verdict: async () => whole(count) ?? rowsWrong(count.records, rows) }
    }
    case 'csv':
    case 'tsv': {
      const delimiter = options.format === 'tsv' ? 0x09 : 0x2c
      const cutter = new CsvCutter((await kernels.csv()) ?? scalarCsvKernels, delimiter, {
        maxQuotedBytes: Number.POSITIVE_INFINITY, // a cell may be of any length
      })
      const count = new RecordCount(cutter)
      const headers = options.header ? 1 : 0
      return {
        count,
        verdict: async () =>
          whole(count) ?? rowsWrong(count.records - headers, rows) ?? csvStart(count.start, delimiter, check),
      }
    }
    default:
      return null
  }
}

/** Reads the first rows with the reader of JSON Lines. */
async function jsonStart(start: Uint8Array<ArrayBuffer>, check: FileCheck): Promise<string | null> {
  if (start.length === 0) return null
  const { kernels, schema, signal } = check
  const dataset = await openJsonl(memorySource(start), { kernels, ...(signal ? { signal } : {}) })
  const found = dataset.schema.fields.map(({ name }) => name).sort()
  const expected = schema.fields.map(({ name }) => name).sort()
  if (found.join('\0') !== expected.join('\0')) return `its columns read as ${found.join(', ')}`
  let wrong: string | null = null
  const onIssue = ({ severity, message }: { severity: string; message: string }) => {
    if (severity === 'error') wrong ??= message
  }
  for await (const _ of dataset.scan({ rowEnd: READ_ROWS, onIssue, ...(signal ? { signal } : {}) })) if (wrong) break
  return wrong
}

/** The header's names, or the number of columns where there is no header. */
function csvStart(start: Uint8Array, delimiter: number, { schema, options }: FileCheck): string | null {
  const cutter = new CsvCutter(scalarCsvKernels, delimiter)
  if (cutter.cut(start) === 0) return null // a first line of over a MiB
  const fields = new CsvFields()
  fields.split(start, 0, cutter.ends[0] as number, delimiter)
  const names = schema.fields.map(({ name }) => name)
  if (fields.count !== names.length) return `its first line has ${fields.count} fields, for ${names.length} columns`
  if (!options.header) return null
  for (const [i, name] of names.entries()) {
    const found = fieldText(start, fields.starts[i] as number, fields.ends[i] as number, fields.kinds[i] as number)
    if (found !== name) return `column ${i + 1} is called ${JSON.stringify(found)} there, not ${JSON.stringify(name)}`
  }
  return null
}
