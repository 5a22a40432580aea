import type { AddedTokens } from '../added/addedTokens.ts'
import type { PieceNormalizer } from '../normalize/pieceNormalizer.ts'
import type { Scanner } from '../scan/scanner.ts'
import type { BpeModel } from './bpeModel.ts'

export const SPACE_BYTE = 0x20

/** What text goes through on its way to ids, in this order. */
export interface TextPipeline {
  /** Added tokens looked for in the text as it is. */
  rawTokens: AddedTokens
  /** Null where nothing is normalized. */
  normalizer: PieceNormalizer | null
  /** Those looked for in what is left, normalized. */
  normalizedTokens: AddedTokens
  /** Whether what is left then gets a space before it, unless it begins with one. */
  prefixSpace: boolean
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
