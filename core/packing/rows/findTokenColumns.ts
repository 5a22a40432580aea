import type { Schema } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { columnTokens } from '../../tokens/tokenColumn.ts'
import type { TokenColumns } from './rowTokens.ts'

/**
 * The columns a packing or padding of column `ids` reads: labels and mask go with ids, not with text.
 * @param ids null: there is none
 * @param name of the dataset, for messages
 * @throws EngineError `argument/invalid` when there is nothing to pack
 */
export function findTokenColumns(schema: Schema, ids: string | null, name: string): TokenColumns {
  if (ids === null) {
    throw new EngineError('argument/invalid', `no column holds token ids or text, so there is nothing to pack: ${name}`)
  }
  const kindOf = (column: string) => {
    const field = schema.fields.find((candidate) => candidate.name === column)
    return field ? columnTokens(field) : null
  }
  const kind = kindOf(ids)
  if (kind === null) {
    const message = `column '${ids}' holds neither token ids nor text: ${name}`
    throw new EngineError('argument/invalid', message, { feature: ids })
  }
  const beside = (column: string) => (kind === 'ids' && column !== ids && kindOf(column) === 'ids' ? column : null)
  return { ids, labels: beside('labels'), mask: beside('attention_mask') }
}
