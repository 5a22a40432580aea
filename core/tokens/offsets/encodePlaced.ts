import { decodeUtf8, encodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import { type TextPipeline, wantsPrefix } from '../bpe/textPipeline.ts'
import type { PieceNormalizer } from '../normalize/pieceNormalizer.ts'
import type { TokenOffsets } from '../tokenizer.ts'
import { alignedOf, type PlacedBytes, placeAligned, placeBytes, withPrefix } from './placedBytes.ts'

/** Tokens of a text before anything is put around them. */
export interface PlacedTokens extends TokenOffsets {
  /** Added tokens as they were found, with the whitespace they took, by their place among the tokens. */
  addedTexts: ReadonlyMap<number, string>
}

/** Longest text, normalized too: every byte of it takes some forty of memory here. */
const MAX_BYTES = 1 << 25

/** Encodes a text with the characters each token stands for; half a surrogate pair counts as U+FFFD. @throws EngineError `limit/exceeded` above 32 MiB */
export function encodePlaced(pipeline: TextPipeline, text: string): PlacedTokens {
  const ids: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  const addedTexts = new Map<number, string>()
  const utf8 = encodeUtf8(text)
  requireRoom(utf8.length)
  const whole = placeBytes(utf8)
  const push = (id: number, placed: PlacedBytes, from: number, to: number) => {
    ids.push(id)
    starts.push(placed.starts[from]!)
    ends.push(placed.ends[to - 1]!)
  }
  const cut = (added: TextPipeline['rawTokens'], placed: PlacedBytes, then: (piece: PlacedBytes) => void) =>
    added.split(placed.utf8, placed.start, placed.end, (id, from, to) => {
      if (id < 0) then({ ...placed, start: from, end: to })
      else {
        addedTexts.set(ids.length, decodeUtf8(placed.utf8, from, to))
        push(id, placed, from, to)
      }
    })
  const words = (piece: PlacedBytes) => {
    const { model, scanner, prefix, byteLengths } = pipeline
    const marked = normalized(pipeline.spaceMark, piece)
    // As Rust's `offsets_original`: a piece is the first if it begins with the text's first character.
    const isFirst = piece.starts[piece.start] === 0
    const placed = wantsPrefix(prefix, marked.utf8, marked.start, marked.end, isFirst)
      ? withPrefix(marked, prefix.bytes)
      : marked
    for (let at = placed.start; at < placed.end; ) {
      const end = scanner(placed.utf8, at, placed.end)
      if (byteLengths) model.encode(placed.utf8, at, end)
      else model.encodeAnew(placed.utf8, at, end)
      let from = at
      for (let i = 0; i < model.count; i++) {
        const id = model.ids[model.first + i]!
        const to = from + (byteLengths ? byteLengths[id]! : model.lengths[i]!)
        push(id, placed, from, to)
        from = to
      }
      at = end
    }
  }
  cut(pipeline.rawTokens, whole, (piece) => {
    const normal = normalized(pipeline.normalizer, piece)
    if (pipeline.normalizedTokens.count === 0) words(normal)
    else cut(pipeline.normalizedTokens, normal, words)
  })
  return { ids: Int32Array.from(ids), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends), addedTexts }
}

function normalized(normalizer: PieceNormalizer | null, piece: PlacedBytes): PlacedBytes {
  if (normalizer === null) return piece
  const { utf8, start, end } = normalizer.normalize(piece.utf8, piece.start, piece.end)
  if (utf8 === piece.utf8) return piece
  requireRoom(end - start)
  return placeAligned(normalizer.align(alignedOf(piece)))
}

function requireRoom(bytes: number): void {
  if (bytes <= MAX_BYTES) return
  throw new EngineError('limit/exceeded', `a text of ${bytes} bytes, of at most ${MAX_BYTES} with offsets`, {
    feature: 'tokens',
  })
}
