import type { Data, RecordBatch } from 'apache-arrow'
import { EngineError } from '../../core/errors.ts'
import { cellFull } from '../../core/table/cellFull.ts'
import { rowJson } from '../../core/table/rowJson.ts'
import type { CellValue, RowDetail } from '../protocol/datasets.ts'
import type { Entry } from './entry.ts'
import { fileRow } from './views/fileRows.ts'

/** No answer of the engine is larger than this; longer values are read in parts with `readCell`. */
const REPLY_BYTES = 1024 * 1024

/** One whole row for the inspector. @throws EngineError `argument/invalid` when there is no such row */
export async function readRowDetail(
  entry: Entry,
  row: number,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<RowDetail> {
  const batch = await oneRow(entry, row, null, signal)
  const fields = batch.schema.fields
  // Cells and JSON share the budget, so that no row makes a reply the ports cannot carry.
  const budget = Math.min(maxBytes, REPLY_BYTES)
  const cellBudget = Math.max(256, Math.floor(budget / Math.max(1, fields.length)))
  const cells = fields.map((_, index) => cellValue(entry, batch, index, 0, cellBudget))
  const issues = entry.issues.ofRow(row)
  const unreadable = issues.some((issue) => issue.severity === 'error')
  const raw = unreadable && entry.records ? await entry.records.readRecordText(row, cellBudget, signal) : null
  return {
    datasetId: entry.info.datasetId,
    row,
    rowNumber: fileRow(entry.dataset, row),
    cells,
    json: rowJson(batch, 0, { maxBytes: budget }),
    rawText: raw?.text ?? null,
    issues: issues.map(({ code, message }) => ({ code, message })),
  }
}

/** Part of one cell, from byte `start` of its text in UTF-8. */
export async function readCellPart(
  entry: Entry,
  params: { row: number; column: string; start: number; maxBytes: number },
  signal?: AbortSignal,
): Promise<CellValue> {
  const batch = await oneRow(entry, params.row, [params.column], signal)
  return cellValue(entry, batch, 0, params.start, Math.min(params.maxBytes, REPLY_BYTES))
}

function cellValue(entry: Entry, batch: RecordBatch, index: number, start: number, maxBytes: number): CellValue {
  const name = batch.schema.fields[index]?.name ?? ''
  const column = entry.info.columns.find((candidate) => candidate.name === name)
  const cell = cellFull(batch.data.children[index] as Data, 0, start, maxBytes)
  return { column: name, type: column?.type ?? '', kind: column?.kind ?? 'text', ...cell }
}

async function oneRow(entry: Entry, row: number, columns: string[] | null, signal?: AbortSignal): Promise<RecordBatch> {
  const batches = entry.dataset.scan({
    rowStart: row,
    rowEnd: row + 1,
    batchRows: 1,
    columns: columns ?? undefined,
    onIssue: (issue) => void entry.issues.add(issue),
    signal,
  })
  for await (const batch of batches) if (batch.numRows > 0) return batch
  throw new EngineError('argument/invalid', `there is no row ${row}; the dataset has ${entry.dataset.extent.numRows}`, {
    row,
  })
}
