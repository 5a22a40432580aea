import type { Dataset } from '../../../core/dataset/dataset.ts'
import { EngineError } from '../../../core/errors.ts'

/** What a row is called in the file, wherever it stands in a view of chosen rows. */
export function fileRow({ rowNumber }: Dataset, row: number): number {
  return rowNumber?.(row) ?? row
}

/** The numbers in the file of some rows; null where they are their own. */
export function fileRows(dataset: Dataset, rows: Iterable<number>): Float64Array<ArrayBuffer> | null {
  return dataset.rowNumber ? Float64Array.from(rows, (row) => fileRow(dataset, row)) : null
}

/** A sentence that begins with `row N`, with the row's number in the file instead. */
export function tellFileRow(dataset: Dataset, message: string, row: number): string {
  const start = `row ${row}`
  return message.startsWith(start) ? `row ${fileRow(dataset, row)}${message.slice(start.length)}` : message
}

/** Passes a result on; an error about a row of `dataset` names the row as the file does. */
export async function namingFileRows<T>(dataset: Dataset, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof EngineError) || error.details.row === undefined) throw error
    const { code, message, details } = error
    const row = details.row as number
    throw new EngineError(code, tellFileRow(dataset, message, row), { ...details, row: fileRow(dataset, row) }, error)
  }
}
