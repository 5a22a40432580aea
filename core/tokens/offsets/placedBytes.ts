import type { AlignedText } from '../normalize/alignedText.ts'
import { writePoints } from '../normalize/pieceNormalizer.ts'
import { utf8Width } from '../unicode/classes.ts'

/** UTF-8 with the characters of the original that each byte stands for. */
export interface PlacedBytes {
  utf8: Uint8Array
  start: number
  end: number
  starts: Uint32Array
  ends: Uint32Array
}

/** The text itself: of each byte the character it is in, and one more entry for the end. */
export function placeBytes(utf8: Uint8Array): PlacedBytes {
  const starts = new Uint32Array(utf8.length + 1)
  const ends = new Uint32Array(utf8.length + 1)
  let character = -1
  for (let i = 0; i < utf8.length; i++) {
    if ((utf8[i]! & 0xc0) !== 0x80) character++
    starts[i] = character
    ends[i] = character + 1
  }
  starts[utf8.length] = ends[utf8.length] = character + 1
  return { utf8, start: 0, end: utf8.length, starts, ends }
}

export function placeAligned({ points, starts, ends }: AlignedText): PlacedBytes {
  const buffer = new Uint8Array(points.length * 4)
  const end = writePoints(points, buffer)
  const placed = { utf8: buffer, start: 0, end, starts: new Uint32Array(end), ends: new Uint32Array(end) }
  let at = 0
  for (let i = 0; i < points.length; i++) {
    const next = at + utf8Width(buffer[at]!)
    placed.starts.fill(starts[i]!, at, next)
    placed.ends.fill(ends[i]!, at, next)
    at = next
  }
  return placed
}

/** With a space before it, which stands for what the first byte stands for. */
export function withSpaceBefore({ utf8, start, end, starts, ends }: PlacedBytes): PlacedBytes {
  const shifted = <T extends Uint8Array | Uint32Array>(out: T, from: T, first: number): T => {
    out.set(from.subarray(start, end), 1)
    out[0] = first
    return out
  }
  const length = end - start + 1
  return {
    utf8: shifted(new Uint8Array(length), utf8, 0x20),
    start: 0,
    end: length,
    starts: shifted(new Uint32Array(length), starts, starts[start]!),
    ends: shifted(new Uint32Array(length), ends, ends[start]!),
  }
}
