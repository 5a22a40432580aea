import { EngineError } from '../errors.ts'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const NONE = 255
const digitValues = new Uint8Array(128).fill(NONE)
for (let value = 0; value < DIGITS.length; value++) digitValues[DIGITS.charCodeAt(value)] = value

/** The bytes of standard base64 (RFC 4648), with or without padding. @throws EngineError `format/corrupt` */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  let length = text.length
  while (length > 0 && text[length - 1] === '=') length--
  const bytes = new Uint8Array(Math.floor((length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (let i = 0; i < length; i++) {
    const value = digitValues[text.charCodeAt(i)] ?? NONE
    if (value === NONE) throw new EngineError('format/corrupt', `base64 has the character ${JSON.stringify(text[i])}`)
    bits = ((bits << 6) | value) & 0xffffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at++] = bits >> held
  }
  return bytes
}

const PADDING = '='.charCodeAt(0)
const digitCodes = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0))

/** Bytes as standard base64 (RFC 4648), with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  for (let at = 0, out = 0; at < bytes.length; at += 3, out += 4) {
    const left = bytes.length - at
    const bits = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text[out] = digitCodes[bits >> 18] as number
    text[out + 1] = digitCodes[(bits >> 12) & 63] as number
    text[out + 2] = left > 1 ? (digitCodes[(bits >> 6) & 63] as number) : PADDING
    text[out + 3] = left > 2 ? (digitCodes[bits & 63] as number) : PADDING
  }
  return new TextDecoder().decode(text)
}
