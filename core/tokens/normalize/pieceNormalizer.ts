import { decodeUtf8, encodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import { nfcChanges } from '../unicode/canonical.ts'
import { codePointAt, utf8Width } from '../unicode/classes.ts'
import { type AlignedText, alignedText } from './alignedText.ts'
import { type Normalizer, normalizeAligned } from './normalizers.ts'

/** Bytes that stand for a piece of text, in a buffer that is used again for the next one. */
export interface NormalizedBytes {
  utf8: Uint8Array
  start: number
  end: number
}

/** Longest normalized text. */
const MAX_BYTES = 1 << 29

/** Below U+0300 text is its own NFC; that one begins with this byte. */
const FIRST_MARK_BYTE = 0xcc

/** Runs the normalizers over pieces of UTF-8: quickly for their bytes, or aligned to the text they come from. */
export class PieceNormalizer {
  readonly steps: readonly Normalizer[]
  readonly #encoded: readonly { pattern: Uint8Array; content: Uint8Array }[]
  readonly #out: NormalizedBytes = { utf8: new Uint8Array(0), start: 0, end: 0 }
  /** Two, written to in turns by steps that follow each other. */
  readonly #buffers = [new Uint8Array(1024), new Uint8Array(1024)] as [Uint8Array, Uint8Array]
  #turn = 0

  constructor(steps: readonly Normalizer[]) {
    this.steps = steps
    this.#encoded = steps.map((step) => ({
      pattern: step.kind === 'replace' ? utf8Of(step.pattern) : new Uint8Array(0),
      content: step.kind === 'replace' || step.kind === 'prepend' ? utf8Of(step.text) : new Uint8Array(0),
    }))
  }

  /** The normalized bytes of `utf8[start, end)`: these themselves where nothing changes. Good until the next call. @throws EngineError `limit/exceeded` above 512 MiB */
  normalize(utf8: Uint8Array, start: number, end: number): NormalizedBytes {
    const out = this.#out
    out.utf8 = utf8
    out.start = start
    out.end = end
    for (let i = 0; i < this.steps.length && out.start < out.end; i++) {
      const step = this.steps[i]!
      const { pattern, content } = this.#encoded[i]!
      if (step.kind === 'prepend') this.#prepend(out, content)
      else if (step.kind === 'replace') this.#replace(out, pattern, content)
      else if (step.kind === 'nfd' || !isNfc(out.utf8, out.start, out.end)) this.#byPoints(out, step)
    }
    return out
  }

  /** The same with every character's place. */
  align(text: AlignedText): AlignedText {
    return this.steps.reduce(normalizeAligned, text)
  }

  /** What a token's content is looked for as in normalized text. @throws EngineError as `normalize` */
  normalizeText(text: string): string {
    const bytes = encodeUtf8(text)
    const { utf8, start, end } = this.normalize(bytes, 0, bytes.length)
    return decodeUtf8(utf8, start, end)
  }

  #room(bytes: number): Uint8Array {
    if (bytes > MAX_BYTES) {
      throw new EngineError('limit/exceeded', `a text of ${bytes} normalized bytes, of at most ${MAX_BYTES}`, {
        feature: 'normalizer',
      })
    }
    this.#turn = 1 - this.#turn
    const buffer = this.#buffers[this.#turn as 0 | 1]
    if (buffer.length >= bytes) return buffer
    const larger = new Uint8Array(Math.max(bytes, buffer.length * 2))
    this.#buffers[this.#turn as 0 | 1] = larger
    return larger
  }

  #prepend(out: NormalizedBytes, prefix: Uint8Array): void {
    const { utf8, start, end } = out
    const target = this.#room(prefix.length + end - start)
    target.set(prefix)
    target.set(utf8.subarray(start, end), prefix.length)
    out.utf8 = target
    out.start = 0
    out.end = prefix.length + end - start
  }

  #replace(out: NormalizedBytes, pattern: Uint8Array, content: Uint8Array): void {
    const { utf8, start, end } = out
    const found = countOf(utf8, start, end, pattern)
    if (found === 0) return
    const target = this.#room(end - start + found * (content.length - pattern.length))
    let to = 0
    for (let at = start; at < end; ) {
      if (utf8[at] === pattern[0] && startsWith(utf8, at, end, pattern)) {
        for (const byte of content) target[to++] = byte
        at += pattern.length
      } else target[to++] = utf8[at++]!
    }
    out.utf8 = target
    out.start = 0
    out.end = to
  }

  #byPoints(out: NormalizedBytes, step: Normalizer): void {
    const { points } = normalizeAligned(alignedText(pointsOf(out.utf8, out.start, out.end)), step)
    const target = this.#room(points.length * 4)
    out.utf8 = target
    out.start = 0
    out.end = writePoints(points, target)
  }
}

function isNfc(utf8: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end && utf8[at]! < FIRST_MARK_BYTE) at++
  if (at === end) return true
  const changes = nfcChanges()
  for (; at < end; at += utf8Width(utf8[at]!)) if (changes[codePointAt(utf8, at)] === 1) return false
  return true
}

function countOf(utf8: Uint8Array, start: number, end: number, pattern: Uint8Array): number {
  let count = 0
  for (let at = start; at < end; ) {
    if (utf8[at] === pattern[0] && startsWith(utf8, at, end, pattern)) {
      count++
      at += pattern.length
    } else at++
  }
  return count
}

function startsWith(utf8: Uint8Array, at: number, end: number, pattern: Uint8Array): boolean {
  if (at + pattern.length > end) return false
  for (let i = 0; i < pattern.length; i++) if (utf8[at + i] !== pattern[i]) return false
  return true
}

function pointsOf(utf8: Uint8Array, start: number, end: number): number[] {
  const points: number[] = []
  for (let at = start; at < end; at += utf8Width(utf8[at]!)) points.push(codePointAt(utf8, at))
  return points
}

export function codePoints(text: string): number[] {
  const utf8 = encodeUtf8(text)
  return pointsOf(utf8, 0, utf8.length)
}

function utf8Of(points: readonly number[]): Uint8Array {
  return encodeUtf8(String.fromCodePoint(...points))
}

/** Writes them as UTF-8 from 0 on; `target` has four bytes for each. Returns how many bytes they are. */
export function writePoints(points: readonly number[], target: Uint8Array): number {
  let to = 0
  for (const point of points) {
    if (point < 0x80) target[to++] = point
    else {
      if (point < 0x800) target[to++] = 0xc0 | (point >> 6)
      else {
        if (point < 0x10000) target[to++] = 0xe0 | (point >> 12)
        else {
          target[to++] = 0xf0 | (point >> 18)
          target[to++] = 0x80 | ((point >> 12) & 63)
        }
        target[to++] = 0x80 | ((point >> 6) & 63)
      }
      target[to++] = 0x80 | (point & 63)
    }
  }
  return to
}
