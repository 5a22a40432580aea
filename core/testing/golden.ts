import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RecordBatch } from 'apache-arrow'
import type { Dataset, ScanRequest } from '../dataset/dataset.ts'
import type { Issue } from '../issues.ts'
import { rowJson } from '../table/rowJson.ts'

/** A fixture and what its reference reader saw in it. */
export interface GoldenCase {
  /** File name, such as `nested.arrow`. */
  file: string
  bytes: Uint8Array<ArrayBuffer>
  schema: string
  rows: string[]
}

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))

/** A fixture's bytes, in a buffer of their own. */
export function fixture(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fixtures + path))
}

/** All fixtures of a folder that have a golden. */
export function goldenCases(folder: string): GoldenCase[] {
  const files = readdirSync(fixtures + folder)
  const cases = files.filter((file) => files.includes(`${file}.json`))
  if (cases.length === 0) throw new Error(`no fixtures in ${folder}`)
  return cases.map((file) => {
    const golden = JSON.parse(readFileSync(`${fixtures}${folder}/${file}.json`, 'utf8')) as Omit<GoldenCase, 'file'>
    return { ...golden, file, bytes: fixture(`${folder}/${file}`) }
  })
}

/** The rows of batches as JSON texts with all digits. */
export function jsonRows(batches: readonly RecordBatch[]): string[] {
  return batches.flatMap((batch) => Array.from({ length: batch.numRows }, (_, row) => rowJson(batch, row)))
}

export interface Read {
  rows: string[]
  issues: Issue[]
  batches: RecordBatch[]
}

/** Everything a scan gives, rows as JSON texts. */
export async function readAll(dataset: Dataset, request: ScanRequest = {}): Promise<Read> {
  const issues: Issue[] = []
  const batches: RecordBatch[] = []
  for await (const batch of dataset.scan({ ...request, onIssue: (issue) => issues.push(issue) })) batches.push(batch)
  return { rows: jsonRows(batches), issues, batches }
}

/** Ranges around every edge of a dataset's splits: each edge, one before, one behind, and across. */
export function edgeRanges(dataset: Dataset): { rowStart: number; rowEnd: number }[] {
  const { numRows } = dataset.extent
  const edges = [0, numRows, ...dataset.splits.flatMap((split) => [split.rowStart, split.rowEnd])]
  const starts = [...new Set(edges.flatMap((edge) => [edge - 1, edge, edge + 1]))].filter((row) => row >= 0)
  return starts.flatMap((rowStart) =>
    [rowStart, rowStart + 1, rowStart + 2, numRows, numRows + 5]
      .filter((rowEnd) => rowEnd >= rowStart)
      .map((rowEnd) => ({ rowStart, rowEnd })),
  )
}
