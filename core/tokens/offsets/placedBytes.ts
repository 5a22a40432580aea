import type { AlignedText } from '../normalize/alignedText.ts'
import { writePoints } from '../normalize/pieceNormalizer.ts'
import { codePointAt, utf8Width } from '../unicode/classes.ts'

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

/** With `prefix` before it, which stands for what the first byte stands for. */
export function withPrefix({ utf8, start, end, starts, ends }: PlacedBytes, prefix: Uint8Array): PlacedBytes {
  const length = prefix.length + end - start
  const shifted = <T extends Uint8Array | Uint32Array>(out: T, from: T): T => {
    out.fill(from[start]!, 0, prefix.length)
    out.set(from.subarray(start, end), prefix.length)
    return out
  }
  const bytes = shifted(new Uint8Array(length), utf8)
  bytes.set(prefix)
  return {
    utf8: bytes,
    start: 0,
    end: length,
    starts: shifted(new Uint32Array(length), starts),
    ends: shifted(new Uint32Array(length), ends),
  }
}

/** The characters of placed bytes, to go on with as code points. */
export function alignedOf({ utf8, start, end, starts, ends }: PlacedBytes): AlignedText {
  const text: AlignedText = { points: [], starts: [], ends: [] }
  for (let at = start; at < end; at += utf8Width(utf8[at]!)) {
    text.points.push(codePointAt(utf8, at))
    text.starts.push(starts[at]!)
    text.ends.push(ends[at]!)
  }
  return text
}
