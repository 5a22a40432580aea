import type { AddedToken } from '../added/addedToken.ts'
import { asFlag, asList, asObject, asText, type JsonObject, unsupported } from './jsonParts.ts'

/** Longest added token, in UTF-16 units: they are looked for at every place of a text. */
export const MAX_CONTENT = 512

/** An added token and the id its file gives it, which is not always the one it gets. */
export type DeclaredToken = Omit<AddedToken, 'id'> & { declared: unknown }

/** `added_tokens` of a `tokenizer.json`. */
export function readAddedTokens(value: unknown): DeclaredToken[] {
  if (value === undefined || value === null) return []
  return asList(value, 'added_tokens').map((entry) => {
    const token = asObject(entry, 'added_tokens')
    return { ...readAddedToken(token), declared: token.id }
  })
}

/** A token as object; flags left out are false. */
export function readAddedToken(token: JsonObject): Omit<AddedToken, 'id'> {
  const content = asText(token.content, 'added_tokens.content')
  if (content.length > MAX_CONTENT) throw unsupported(`an added token of ${content.length} characters`, 'added_tokens')
  const special = asFlag(token.special, 'added_tokens.special', false)
  return {
    content,
    singleWord: asFlag(token.single_word, 'added_tokens.single_word', false),
    lstrip: asFlag(token.lstrip, 'added_tokens.lstrip', false),
    rstrip: asFlag(token.rstrip, 'added_tokens.rstrip', false),
    normalized: asFlag(token.normalized, 'added_tokens.normalized', !special),
    special,
  }
}
