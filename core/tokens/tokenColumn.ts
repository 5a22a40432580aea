import type { Field, Schema } from 'apache-arrow'
import { isJsonField } from '../table/jsonField.ts'
import { tokenSource } from './tokenSource.ts'

/** Names trainers and datasets use for what is trained on, likeliest first. */
const LIKELY_NAMES = ['input_ids', 'text', 'content', 'completion', 'output', 'chosen']
/** Lists of integers and texts that nobody means: masks, labels, identities, provenance. */
const UNLIKELY_NAME =
  /^(labels|attention_mask|position_ids|token_type_ids|seq_lengths|source|split|lang|language)$|(^|_)(id|uuid|hash|url|date)$/i

/** How a column can be packed: as token ids, or as text through a tokenizer; null when it cannot. */
export function columnTokens(field: Field): 'ids' | 'text' | null {
  const kind = tokenSource(field.type)
  if (kind === 'ids') return 'ids'
  return kind === 'bytes' && !isJsonField(field) ? 'text' : null
}

/** The column packing and padding take unless told otherwise: ids before text, likely names first; null: none. */
export function likelyTokenColumn(schema: Schema): string | null {
  const candidates = schema.fields.filter((field) => columnTokens(field) !== null)
  const named = LIKELY_NAMES.map((name) => candidates.find((field) => field.name === name)).find(Boolean)
  const usual = candidates.filter((field) => !UNLIKELY_NAME.test(field.name))
  const ids = usual.find((field) => columnTokens(field) === 'ids')
  return (named ?? ids ?? usual[0] ?? candidates[0])?.name ?? null
}
