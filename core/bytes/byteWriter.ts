import { EngineError } from '../errors.ts'
import { encodeUtf8 } from './utf8.ts'

const FIRST_BYTES = 64 * 1024
/** What one row may come to: above that it is more than memory should be spent on. */
const MAX_BYTES = 1024 ** 3

const LOWER_HEX = '0123456789abcdef'
const QUOTE = 0x22
const BACKSLASH = 0x5c
/** JSON's short escapes, by the byte they stand for. */
const SHORT_ESCAPES: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  [QUOTE]: '\\"',
  [BACKSLASH]: '\\\\',
}

/** Bytes written one after the other into one buffer that grows and is used again. */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_BYTES)
  length = 0

  /** What was written, as a view that the next write after `clear` overwrites. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }

  /** Takes back what was written behind the first `length` bytes. */
  cutTo(length: number): void {
    this.length = length
  }

  addBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  addText(text: string): void {
    this.#reserve(text.length)
    const start = this.length
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code >= 0x80) {
        this.length = start
        this.addBytes(encodeUtf8(text))
        return
      }
      this.#bytes[this.length++] = code
    }
  }

  /** UTF-8 as a JSON string: only quotes, backslashes and control characters are escaped, as Python's `json` does it. */
  addJsonString(bytes: Uint8Array): void {
    this.#reserve(bytes.length + 2)
    this.#bytes[this.length++] = QUOTE
    let copied = 0
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH) continue
      this.addBytes(bytes.subarray(copied, at))
      this.addText(SHORT_ESCAPES[byte] ?? `\\u00${LOWER_HEX[byte >> 4]}${LOWER_HEX[byte & 15]}`)
      copied = at + 1
    }
    this.addBytes(bytes.subarray(copied))
    this.addText('"')
  }

  /** @throws EngineError `limit/exceeded` */
  #reserve(more: number): void {
    const wanted = this.length + more
    if (wanted <= this.#bytes.length) return
    if (wanted > MAX_BYTES) {
      throw new EngineError('limit/exceeded', `a row takes more than ${MAX_BYTES} bytes of text`, {
        feature: 'row text',
      })
    }
    const larger = new Uint8Array(Math.min(MAX_BYTES, Math.max(wanted, this.#bytes.length * 2)))
    larger.set(this.written)
    this.#bytes = larger
  }
}
