import type { AddedTokens } from '../added/addedTokens.ts'
import type { PieceNormalizer } from '../normalize/pieceNormalizer.ts'
import type { Scanner } from '../scan/scanner.ts'
import type { BpeModel } from './bpeModel.ts'

/** What is put before pieces of text that do not begin with it. */
export interface PiecePrefix {
  bytes: Uint8Array
  /** Only before the piece the text begins with. */
  firstOnly: boolean
}

/** Whether `utf8[start, end)` gets the prefix. */
export function wantsPrefix(
  prefix: PiecePrefix | null,
  utf8: Uint8Array,
  start: number,
  end: number,
  isFirst: boolean,
): prefix is PiecePrefix {
  if (prefix === null || start === end || (prefix.firstOnly && !isFirst)) return false
  const { bytes } = prefix
  for (let i = 0; i < bytes.length; i++) if (start + i >= end || utf8[start + i] !== bytes[i]) return true
  return false
}

/** What text goes through on its way to ids, in this order. */
export interface TextPipeline {
  /** Added tokens looked for in the text as it is. */
  rawTokens: AddedTokens
  /** Null where nothing is normalized. */
  normalizer: PieceNormalizer | null
  /** Those looked for in what is left, normalized. */
  normalizedTokens: AddedTokens
  /** What the pre-tokenizer (`Metaspace`) writes a space as; null where it stays one. */
  spaceMark: PieceNormalizer | null
  prefix: PiecePrefix | null
  scanner: Scanner
  model: BpeModel
  /** Bytes of text of each token, where they are the same wherever it stands; else null. */
  byteLengths: Int32Array | null
}

/** What is put around the tokens of a text, and done to their offsets. */
export interface PostProcessing {
  before: readonly number[]
  after: readonly number[]
  /** Each takes spaces out of offsets once. */
  trims: readonly { addPrefixSpace: boolean }[]
}
