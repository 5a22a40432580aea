import type { RecordBatch } from 'apache-arrow'
import type { Dataset, ScanRequest } from '../dataset/dataset.ts'
import type { Issue } from '../issues.ts'

/** Numbers JSON would blur are written out: `5n`, `NaN`, `-0`. */
function exact(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return Object.is(value, -0) ? '-0' : String(value)
  }
  return value
}

/** The rows of a batch as JSON texts, integers as `"5n"`. */
export function rowTexts(batch: RecordBatch): string[] {
  return batch.toArray().map((row) => JSON.stringify(row, exact))
}

/** The rows of a batch as plain objects, integers as `"5n"`. */
export function rowObjects(batch: RecordBatch): Record<string, unknown>[] {
  return rowTexts(batch).map((text) => JSON.parse(text) as Record<string, unknown>)
}

export interface Scanned {
  rows: string[]
  issues: Issue[]
  batchSizes: number[]
}

/** Everything a scan gives. */
export async function scanned(dataset: Dataset, request: ScanRequest = {}): Promise<Scanned> {
  const result: Scanned = { rows: [], issues: [], batchSizes: [] }
  for await (const batch of dataset.scan({ ...request, onIssue: (issue) => result.issues.push(issue) })) {
    result.rows.push(...rowTexts(batch))
    result.batchSizes.push(batch.numRows)
  }
  return result
}

/** `severity code row byte` of each issue, in order. */
export function issueLines(issues: readonly Issue[]): string[] {
  return issues.map(({ severity, code, rowStart, byteStart }) => `${severity} ${code} ${rowStart} ${byteStart}`)
}

/** `name: type` of each column, as Arrow writes types. */
export function columnLines(dataset: Dataset): string[] {
  return dataset.schema.fields.map(({ name, type, metadata }) => {
    return `${name}: ${type}${metadata.get('packscope:json') === 'true' ? ' (json)' : ''}`
  })
}
