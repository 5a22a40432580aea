/** Where ids go: grows by doubling, reused from text to text. */
export interface IdSink {
  ids: Int32Array
  length: number
}

/** Ids of a text, and where in it each token stands. */
export interface TokenOffsets {
  ids: Int32Array<ArrayBuffer>
  /**
   * First character of each token, in code points of the text as it was given: what Rust's `tokenizers` and Python call
   * offsets. Tokens of one character's bytes share its range; tokens a post-processor added are `[0, 0)`.
   */
  starts: Uint32Array<ArrayBuffer>
  /** One past the last. */
  ends: Uint32Array<ArrayBuffer>
}

export interface TokenizerInfo {
  /** What it was opened from, or the name of one that comes with the product. */
  name: string
  /** Ids are below it: model and added tokens. */
  vocabSize: number
  /** `approximate`: parts of its pipeline are imitated, ids may differ from the trainer's. */
  exactness: 'exact' | 'approximate'
  /** Of the bytes of `tokenizer.json`, or of what stands for it; lower-case hex. */
  sha256: string
  /** What it does, in a few words: `byte-level BPE, NFC, qwen2 pattern`. */
  pipeline: string
  /** Where transformers is known to make something else of the same files, and what is odd in them. */
  warnings: readonly string[]
}

export interface SpecialTokens {
  bos: number | null
  eos: number | null
  pad: number | null
  unk: number | null
  /** Content of every added token to its id, as matched in text. */
  added: ReadonlyMap<string, number>
  /** Ids that `skip_special_tokens` leaves out. */
  special: ReadonlySet<number>
}

/**
 * Text to ids, as the Rust `tokenizers` does it. UTF-8 is what Arrow holds: nothing here makes a string of a row.
 * One at a time in one thread; scratch memory is shared between calls.
 */
export interface Tokenizer {
  readonly info: TokenizerInfo
  readonly special: SpecialTokens
  /**
   * How many tokens bytes `[start, end)` of valid UTF-8 are.
   * @param addSpecial whether the post-processor adds its tokens (`add_special_tokens`)
   */
  count(utf8: Uint8Array, start: number, end: number, addSpecial: boolean): number
  /** Appends the ids. @throws EngineError `limit/exceeded` for more ids than memory has room for */
  encode(utf8: Uint8Array, start: number, end: number, out: IdSink, addSpecial: boolean): void
  /** The ids with their places. Half a surrogate pair counts as U+FFFD; what Python does with one is the caller's to tell. */
  encodeText(text: string, addSpecial: boolean): TokenOffsets
  /** Bytes a token stands for in text; none for ids that are no token. Not a copy. */
  tokenBytes(id: number): Uint8Array
  /** As the vocabulary spells it; null for ids that are no token. */
  tokenText(id: number): string | null
  /** The id of a token as the vocabulary or an added token spells it; null where there is none. */
  idOf(token: string): number | null
}
