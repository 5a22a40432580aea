import type { RecordBatch } from 'apache-arrow'
import { keyReading } from '../../../core/hashing/rowKey.ts'
import { cellFull } from '../../../core/table/cellFull.ts'
import { rowJson } from '../../../core/table/rowJson.ts'
import type { DedupSpec, GroupText } from '../../protocol/dedup.ts'
import type { Entry } from '../entry.ts'
import { fileRow } from '../views/fileRows.ts'

/**
 * What a row says where rows are compared: the text column's own text, or JSON.
 * @param position of the row in the dataset of the entry
 * @throws EngineError `argument/invalid` for a dataset without the columns; whatever scanning throws
 */
export async function keyText(
  { dataset }: Entry,
  position: number,
  { key, method }: DedupSpec,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<GroupText> {
  const compared = method.kind === 'near' ? { kind: 'columns' as const, columns: [method.column] } : key
  const { form, columns } = keyReading(dataset.schema, compared)
  const request = { rowStart: position, rowEnd: position + 1, columns: columns ?? undefined, signal }
  let text: Pick<GroupText, 'text' | 'truncated'> = { text: '', truncated: false }
  for await (const batch of dataset.scan(request)) text = textOf(batch, form, maxBytes)
  return { row: fileRow(dataset, position), ...text }
}

function textOf(batch: RecordBatch, form: string, maxBytes: number): Pick<GroupText, 'text' | 'truncated'> {
  const column = batch.data.children[0]
  if (form === 'text' && column) {
    const { text, truncated } = cellFull(column, 0, 0, maxBytes)
    return { text, truncated }
  }
  const json = rowJson(batch, 0, { maxBytes })
  if (json !== null) return { text: json, truncated: false }
  return { text: rowJson(batch, 0).slice(0, maxBytes), truncated: true }
}
