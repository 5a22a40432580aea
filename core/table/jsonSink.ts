import { decodeUtf8, encodeUtf8, utf8CutEnd } from '../bytes/utf8.ts'
import { utf8Length } from './utf8Length.ts'

/** Takes text piece by piece. */
export interface TextSink {
  /** @returns false when no more is wanted: the writer may stop. */
  add(piece: string): boolean
}

/** Bytes of a long text that are decoded at a time. */
const CHUNK_BYTES = 64 * 1024

/** Collects everything up to a byte budget; `full` when there was more. */
export class CollectingSink implements TextSink {
  readonly pieces: string[] = []
  full = false
  private left: number

  constructor(maxBytes: number) {
    this.left = maxBytes
  }

  add(piece: string): boolean {
    if (this.full) return false
    this.left -= utf8Length(piece)
    if (this.left < 0) this.full = true
    else this.pieces.push(piece)
    return !this.full
  }
}

/** Keeps the bytes `[start, start + maxBytes)` of what passes, cut at character boundaries, and counts all of it. */
export class WindowSink implements TextSink {
  byteLength = 0
  private readonly kept: string[] = []
  private readonly start: number
  private readonly end: number

  constructor(start: number, maxBytes: number) {
    this.start = start
    this.end = start + maxBytes
  }

  get text(): string {
    return this.kept.join('')
  }

  add(piece: string): boolean {
    const pieceStart = this.byteLength
    const pieceEnd = pieceStart + utf8Length(piece)
    this.byteLength = pieceEnd
    if (pieceEnd <= this.start || pieceStart >= this.end) return true
    if (pieceStart >= this.start && pieceEnd <= this.end) this.kept.push(piece)
    else this.keepPart(piece, pieceStart)
    return true
  }

  private keepPart(piece: string, pieceStart: number): void {
    const bytes = encodeUtf8(piece)
    const from = utf8CutEnd(bytes, 0, Math.max(0, this.start - pieceStart))
    const to = utf8CutEnd(bytes, from, Math.min(bytes.length, this.end - pieceStart))
    this.kept.push(decodeUtf8(bytes, from, to))
  }
}

/** UTF-8 bytes as a JSON string literal, decoded in chunks. */
export function addJsonString(sink: TextSink, bytes: Uint8Array): void {
  if (bytes.length <= CHUNK_BYTES) {
    sink.add(JSON.stringify(decodeUtf8(bytes)))
    return
  }
  sink.add('"')
  eachChunk(bytes, (text) => sink.add(JSON.stringify(text).slice(1, -1)))
  sink.add('"')
}

/** UTF-8 bytes as they are, decoded in chunks. */
export function addRawText(sink: TextSink, bytes: Uint8Array): void {
  eachChunk(bytes, (text) => sink.add(text))
}

function eachChunk(bytes: Uint8Array, take: (text: string) => boolean): void {
  for (let start = 0; start < bytes.length; ) {
    const end = utf8CutEnd(bytes, start, Math.min(bytes.length, start + CHUNK_BYTES))
    if (!take(decodeUtf8(bytes, start, end))) return
    start = end
  }
}

const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** A multiple of three, so that only the last chunk is padded. */
const BASE64_CHUNK_BYTES = 24 * 1024

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += base64Digits.charAt(bits >> 18) + base64Digits.charAt((bits >> 12) & 63)
    text += left > 1 ? base64Digits.charAt((bits >> 6) & 63) : '='
    text += left > 2 ? base64Digits.charAt(bits & 63) : '='
  }
  return text
}

/** Bytes as a JSON string of standard base64 with padding. */
export function addBase64(sink: TextSink, bytes: Uint8Array): void {
  sink.add('"')
  for (let at = 0; at < bytes.length; at += BASE64_CHUNK_BYTES) {
    if (!sink.add(base64(bytes.subarray(at, at + BASE64_CHUNK_BYTES)))) return
  }
  sink.add('"')
}
