import { EngineError } from '../../errors.ts'

/**
 * Bytes of the UTF-8 byte order mark at the beginning of a text: 3 or 0.
 * @throws EngineError `format/unsupported` for UTF-16, which a byte order mark gives away
 */
export function byteOrderMarkBytes(head: Uint8Array): number {
  const [first, second, third] = head
  if (first === 0xef && second === 0xbb && third === 0xbf) return 3
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new EngineError('format/unsupported', 'the text is UTF-16, UTF-8 is expected', { feature: 'utf-16', byte: 0 })
  }
  return 0
}
