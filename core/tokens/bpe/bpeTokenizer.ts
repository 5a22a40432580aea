import { EngineError } from '../../errors.ts'
import { encodePlaced } from '../offsets/encodePlaced.ts'
import { trimSpaces } from '../offsets/trimSpaces.ts'
import type { IdSink, SpecialTokens, Tokenizer, TokenizerInfo, TokenOffsets } from '../tokenizer.ts'
import { type PostProcessing, type TextPipeline, wantsPrefix } from './textPipeline.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Ids that one sink holds at most: 1 GiB of them. */
const MAX_IDS = 1 << 28

export interface BpeTokenizerParts {
  info: TokenizerInfo
  special: SpecialTokens
  vocabulary: Vocabulary
  pipeline: TextPipeline
  post: PostProcessing
}

/** A tokenizer with a BPE model, its pipeline known in advance. */
export class BpeTokenizer implements Tokenizer {
  readonly info: TokenizerInfo
  readonly special: SpecialTokens
  readonly #vocabulary: Vocabulary
  readonly #pipeline: TextPipeline
  readonly #post: PostProcessing
  /** Where the ids of the text at hand go; null while they are only counted. */
  #sink: IdSink | null = null
  #count = 0
  /** The bytes at hand: the text's, or the normalizer's. */
  #utf8: Uint8Array = new Uint8Array(0)
  #textStart = 0
  /** Where in `#utf8` the text begins, if the piece at hand is its first; else -1. */
  #firstByte = -1
  #prefixed = new Uint8Array(256)

  constructor({ info, special, vocabulary, pipeline, post }: BpeTokenizerParts) {
    this.info = info
    this.special = special
    this.#vocabulary = vocabulary
    this.#pipeline = pipeline
    this.#post = post
  }

  count(utf8: Uint8Array, start: number, end: number, addSpecial: boolean): number {
    this.#sink = null
    this.#count = addSpecial ? this.#post.before.length + this.#post.after.length : 0
    this.#encodeText(utf8, start, end)
    return this.#count
  }

  encode(utf8: Uint8Array, start: number, end: number, out: IdSink, addSpecial: boolean): void {
    this.#sink = out
    try {
      if (addSpecial) for (const id of this.#post.before) this.#emitOne(id)
      this.#encodeText(utf8, start, end)
      if (addSpecial) for (const id of this.#post.after) this.#emitOne(id)
    } finally {
      this.#sink = null
    }
  }

  encodeText(text: string, addSpecial: boolean): TokenOffsets {
    const placed = encodePlaced(this.#pipeline, text)
    for (const { addPrefixSpace } of this.#post.trims) {
      const textOf = (i: number) => placed.addedTexts.get(i) ?? this.#vocabulary.text(placed.ids[i]!) ?? ''
      trimSpaces(placed, textOf, addPrefixSpace)
    }
    const { before, after } = addSpecial ? this.#post : { before: [], after: [] }
    const length = before.length + placed.ids.length + after.length
    const around = <T extends Int32Array | Uint32Array>(out: T, values: T): T => {
      out.set(values, before.length)
      return out
    }
    const ids = around(new Int32Array(length), placed.ids)
    ids.set(before)
    ids.set(after, length - after.length)
    return {
      ids,
      starts: around(new Uint32Array(length), placed.starts),
      ends: around(new Uint32Array(length), placed.ends),
    }
  }

  tokenBytes(id: number): Uint8Array {
    return this.#vocabulary.bytes(id)
  }

  tokenText(id: number): string | null {
    return this.#vocabulary.text(id)
  }

  idOf(token: string): number | null {
    return this.#vocabulary.id(token)
  }

  #encodeText(utf8: Uint8Array, start: number, end: number): void {
    this.#utf8 = utf8
    this.#textStart = start
    const { rawTokens } = this.#pipeline
    if (rawTokens.count === 0) this.#rawPiece(-1, start, end)
    else rawTokens.split(utf8, start, end, this.#rawPiece)
  }

  readonly #rawPiece = (id: number, from: number, to: number): void => {
    if (id >= 0) {
      this.#emitOne(id)
      return
    }
    const { normalizer, normalizedTokens } = this.#pipeline
    const text = this.#utf8
    let start = from
    let end = to
    if (normalizer !== null) {
      const normal = normalizer.normalize(text, from, to)
      this.#utf8 = normal.utf8
      start = normal.start
      end = normal.end
    }
    this.#firstByte = from === this.#textStart ? start : -1
    if (normalizedTokens.count === 0) this.#normalPiece(-1, start, end)
    else normalizedTokens.split(this.#utf8, start, end, this.#normalPiece)
    this.#utf8 = text
  }

  readonly #normalPiece = (id: number, from: number, to: number): void => {
    if (id >= 0) this.#emitOne(id)
    else if (this.#pipeline.spaceMark === null) this.#prefixedWords(this.#utf8, from, to, from === this.#firstByte)
    else {
      const { utf8, start, end } = this.#pipeline.spaceMark.normalize(this.#utf8, from, to)
      this.#prefixedWords(utf8, start, end, from === this.#firstByte)
    }
  }

  #prefixedWords(utf8: Uint8Array, start: number, end: number, isFirst: boolean): void {
    const { prefix } = this.#pipeline
    if (!wantsPrefix(prefix, utf8, start, end, isFirst)) {
      this.#words(utf8, start, end)
      return
    }
    const length = prefix.bytes.length + end - start
    if (this.#prefixed.length < length) this.#prefixed = new Uint8Array(length * 2)
    this.#prefixed.set(prefix.bytes)
    this.#prefixed.set(utf8.subarray(start, end), prefix.bytes.length)
    this.#words(this.#prefixed, 0, length)
  }

  #words(utf8: Uint8Array, start: number, end: number): void {
    const { scanner, model } = this.#pipeline
    const sink = this.#sink
    for (let at = start; at < end; ) {
      const next = scanner(utf8, at, end)
      model.encode(utf8, at, next)
      at = next
      if (sink === null) {
        this.#count += model.count
        continue
      }
      makeRoom(sink, model.count)
      const ids = model.ids
      const last = model.first + model.count
      for (let i = model.first; i < last; i++) sink.ids[sink.length++] = ids[i]!
    }
  }

  #emitOne(id: number): void {
    const sink = this.#sink
    if (sink === null) {
      this.#count++
      return
    }
    makeRoom(sink, 1)
    sink.ids[sink.length++] = id
  }
}

function makeRoom(sink: IdSink, more: number): void {
  const needed = sink.length + more
  if (needed <= sink.ids.length) return
  if (needed > MAX_IDS) {
    throw new EngineError('limit/exceeded', `${needed} tokens, of at most ${MAX_IDS} at once`, { feature: 'tokens' })
  }
  const larger = new Int32Array(Math.min(MAX_IDS, Math.max(needed, sink.ids.length * 2, 1024)))
  larger.set(sink.ids.subarray(0, sink.length))
  sink.ids = larger
}
