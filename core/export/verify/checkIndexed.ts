import type { Dataset } from '../../dataset/dataset.ts'
import { openArrow } from '../../formats/arrow/openArrow.ts'
import { pageCodecs } from '../../formats/parquet/codecs/pageCodecs.ts'
import { openParquet } from '../../formats/parquet/openParquet.ts'
import type { Issue } from '../../issues.ts'
import { sameFields, schemaText } from '../../table/schemas.ts'
import { checkPages } from './checkPages.ts'
import { columnKinds } from './columnKinds.ts'
import { type CheckIndexed, type FileCheck, rowsWrong } from './fileCheck.ts'

/** Rows of the beginning and of the end that are decoded, and the most columns of them. */
const READ_ROWS = 100
const READ_COLUMNS = 1000

/** Arrow: every message is found and read but for its body; the first and the last rows are decoded. */
export const checkArrow: CheckIndexed = async (source, check) => {
  const dataset = await openArrow(source, { codecs: check.kernels.codecs, ...signalOf(check) })
  const { schema } = check
  if (!sameFields(dataset.schema.fields, schema.fields)) {
    return `its columns read as ${schemaText(dataset.schema)}, they were ${schemaText(schema)}`
  }
  let wrong: string | null = null
  await dataset.buildIndex({
    ...signalOf(check),
    onIssue: ({ message }) => {
      wrong ??= message
    },
  })
  return wrong ?? rowsWrong(dataset.extent.numRows, check.rows) ?? (await readEnds(dataset, check))
}

/** Parquet: the footer, every page's header and checksum; the first and the last rows are decoded. */
export const checkParquet: CheckIndexed = async (source, check) => {
  const { kernels, schema } = check
  const pages = await kernels.pages()
  const dataset = await openParquet(source, { pages, decompress: pageCodecs(kernels, undefined) }, signalOf(check))
  if (columnKinds(dataset.schema) !== columnKinds(schema)) {
    return `its columns read as ${schemaText(dataset.schema)}, they were ${schemaText(schema)}`
  }
  return (
    rowsWrong(dataset.extent.numRows, check.rows) ??
    (await checkPages(source, pages, check.signal)) ??
    (await readEnds(dataset, check))
  )
}

/** Decodes the first and the last rows; the first issue there is. */
async function readEnds(dataset: Dataset, check: FileCheck): Promise<string | null> {
  const { numRows } = dataset.extent
  let wrong: string | null = null
  const onIssue = ({ severity, message }: Issue) => {
    if (severity === 'error') wrong ??= message
  }
  const ends = [
    { rowStart: 0, rowEnd: Math.min(READ_ROWS, numRows) },
    { rowStart: Math.max(READ_ROWS, numRows - READ_ROWS), rowEnd: numRows },
  ]
  const { fields } = dataset.schema
  const columns = fields.length > READ_COLUMNS && { columns: firstNames(dataset, READ_COLUMNS) }
  for (const range of ends) {
    if (range.rowStart >= range.rowEnd) continue
    let rows = 0
    for await (const batch of dataset.scan({ ...range, ...columns, onIssue, ...signalOf(check) })) rows += batch.numRows
    wrong ??= rowsWrong(rows, range.rowEnd - range.rowStart)
  }
  return wrong
}

function firstNames({ schema }: Dataset, count: number): string[] {
  return [...new Set(schema.fields.slice(0, count).map(({ name }) => name))]
}

function signalOf({ signal }: FileCheck): { signal?: AbortSignal } {
  return signal ? { signal } : {}
}
