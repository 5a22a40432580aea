import type { Data, RecordBatch } from 'apache-arrow'
import { EngineError } from '../../core/errors.ts'
import { cellText } from '../../core/table/cellText.ts'
import { CELL_NULL, CELL_TRUNCATED, type Page, type PageColumn } from '../protocol/datasets.ts'
import type { Entry } from './entry.ts'
import { fileRows } from './views/fileRows.ts'

/** Most rows of one page. */
export const PAGE_ROWS = 2000
/** Most bytes of one cell's display text. */
const CELL_BYTES = 4096

export interface PageRequest {
  rowStart: number
  rowEnd: number
  columns: string[]
  maxCellBytes: number
}

/**
 * Rows as display cells. Short at the end of the dataset.
 * @throws EngineError `argument/invalid` for unknown columns or a bad range, and whatever reading throws
 */
export async function readPage(entry: Entry, request: PageRequest, signal?: AbortSignal): Promise<Page> {
  const { rowStart, columns } = request
  if (!(Number.isInteger(rowStart) && rowStart >= 0 && request.rowEnd >= rowStart)) {
    throw new EngineError('argument/invalid', `bad row range ${rowStart}..${request.rowEnd}`)
  }
  const rowEnd = Math.min(request.rowEnd, rowStart + PAGE_ROWS)
  const maxBytes = Math.max(1, Math.min(request.maxCellBytes, CELL_BYTES))
  const page: Page = {
    datasetId: entry.info.datasetId,
    schemaVersion: entry.info.schemaVersion,
    rowStart,
    numRows: 0,
    columns: columns.map((name) => ({ name, texts: [], flags: new Uint8Array(rowEnd - rowStart) })),
    rowNumbers: null,
    badRows: [],
  }
  if (rowEnd === rowStart) return page
  const batches = entry.dataset.scan({
    rowStart,
    rowEnd,
    columns,
    batchRows: rowEnd - rowStart,
    onIssue: (issue) => void entry.issues.add(issue),
    signal,
  })
  for await (const batch of batches) {
    for (const [index, column] of page.columns.entries()) fillColumn(column, batch, index, page.numRows, maxBytes)
    page.numRows += batch.numRows
  }
  for (const column of page.columns) column.flags = column.flags.slice(0, page.numRows)
  for (let row = rowStart; row < rowStart + page.numRows; row++) if (entry.issues.isBad(row)) page.badRows.push(row)
  const rows = Uint32Array.from({ length: page.numRows }, (_, i) => rowStart + i)
  return { ...page, rowNumbers: fileRows(entry.dataset, rows) }
}

function fillColumn(column: PageColumn, batch: RecordBatch, index: number, at: number, maxBytes: number): void {
  const data = batch.data.children[index] as Data
  for (let row = 0; row < batch.numRows; row++) {
    const cell = cellText(data, row, maxBytes)
    column.texts.push(cell.text)
    column.flags[at + row] = (cell.isNull ? CELL_NULL : 0) | (cell.truncated ? CELL_TRUNCATED : 0)
  }
}
