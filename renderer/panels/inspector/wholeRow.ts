import type { CellValue, RowDetail } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { MAX_WHOLE_CHARS, readWholeCell } from '../../cells/wholeCell.ts'

/** Type of columns whose text is the JSON of each value. */
const JSON_TYPE = 'json'

/** Bytes of a row's values as far as the engine counted them: what reading it whole will cost. */
export function rowBytes(detail: RowDetail): number {
  return detail.cells.reduce((sum, cell) => sum + cell.byteLength, 0)
}

/**
 * A row as one complete JSON object with exact numbers, pieced together from its cells where it was too long for one
 * answer. @returns null when it is longer than what may be held
 * @throws EngineError as `readCell` does; AbortError
 */
export async function readWholeRowJson(
  engine: Pick<EngineApi, 'readCell'>,
  detail: RowDetail,
  signal?: AbortSignal,
  maxChars = MAX_WHOLE_CHARS,
): Promise<string | null> {
  if (detail.json !== null) return detail.json
  const pieces: string[] = []
  let left = maxChars
  for (const cell of detail.cells) {
    const address = { datasetId: detail.datasetId, row: detail.row, column: cell.column }
    const options = { beginning: cell.text, maxChars: left, ...(signal ? { signal } : {}) }
    const whole = cell.truncated ? await readWholeCell(engine, address, options) : { text: cell.text, complete: true }
    if (!whole.complete || whole.text.length > left) return null
    left -= whole.text.length
    pieces.push(`${JSON.stringify(cell.column)}:${cellJson(cell, whole.text)}`)
  }
  return `{${pieces.join(',')}}`
}

function cellJson(cell: CellValue, text: string): string {
  if (cell.isNull) return 'null'
  return cell.kind === 'text' && cell.type !== JSON_TYPE ? JSON.stringify(text) : text
}
