import { decodeUtf8, encodeUtf8 } from '../../bytes/utf8.ts'
import { SPACE_BYTE, type TextPipeline } from '../bpe/textPipeline.ts'
import { pointsOf } from '../normalize/pieceNormalizer.ts'
import type { TokenOffsets } from '../tokenizer.ts'
import { type PlacedBytes, placeAligned, placeBytes, withSpaceBefore } from './placedBytes.ts'

/** Tokens of a text before anything is put around them. */
export interface PlacedTokens extends TokenOffsets {
  /** Added tokens as they were found, with the whitespace they took, by their place among the tokens. */
  addedTexts: ReadonlyMap<number, string>
}

/** Encodes a text with the characters each token stands for; half a surrogate pair counts as U+FFFD. */
export function encodePlaced(pipeline: TextPipeline, text: string): PlacedTokens {
  const ids: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  const addedTexts = new Map<number, string>()
  const whole = placeBytes(encodeUtf8(text))
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
    const { model, scanner, prefixSpace, byteLengths } = pipeline
    const placed = prefixSpace && piece.utf8[piece.start] !== SPACE_BYTE ? withSpaceBefore(piece) : piece
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
    const normal = normalized(pipeline, piece)
    if (pipeline.normalizedTokens.count === 0) words(normal)
    else cut(pipeline.normalizedTokens, normal, words)
  })
  return { ids: Int32Array.from(ids), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends), addedTexts }
}

function normalized({ normalizer }: TextPipeline, piece: PlacedBytes): PlacedBytes {
  if (normalizer === null) return piece
  if (normalizer.normalize(piece.utf8, piece.start, piece.end).utf8 === piece.utf8) return piece
  return placeAligned(
    normalizer.normalizeAligned(pointsOf(piece.utf8, piece.start, piece.end), piece.starts[piece.start]!),
  )
}
