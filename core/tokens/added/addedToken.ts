/** A token that is looked for in the text itself, before the model sees it. */
export interface AddedToken {
  id: number
  content: string
  singleWord: boolean
  /** Takes the whitespace before it. */
  lstrip: boolean
  /** Takes the whitespace behind it. */
  rstrip: boolean
  /** Looked for in normalized text, as its own content normalized. */
  normalized: boolean
  /** `skip_special_tokens` leaves it out. Nothing else comes of it. */
  special: boolean
}

/**
 * Gives added tokens the ids Rust's `AddedVocabulary::add_tokens` gives them, whatever id their file says: that of the
 * vocabulary where it has them, else the next after all there are. Contents that are empty or come again are passed over.
 * @param known tokens added before; those added now are put at its end
 * @param vocabulary how many tokens the model has, which is not its greatest id
 */
export function addTokens(
  known: AddedToken[],
  tokens: readonly Omit<AddedToken, 'id'>[],
  modelId: (content: string) => number | undefined,
  vocabulary: number,
): void {
  const contents = new Set(known.map((token) => token.content))
  let greatest = known.reduce((max, token) => Math.max(max, token.id), -1)
  for (const token of tokens) {
    if (token.content === '' || contents.has(token.content)) continue
    contents.add(token.content)
    const id = modelId(token.content) ?? (greatest >= vocabulary ? greatest + 1 : vocabulary)
    greatest = Math.max(greatest, id)
    known.push({ ...token, id })
  }
}
