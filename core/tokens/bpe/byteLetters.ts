/**
 * The character each byte is written as in byte-level vocabularies (GPT-2): itself where it is printable in Latin-1, else the
 * next from U+0100 on.
 */
export const BYTE_LETTERS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  String.fromCharCode(isPrintable(byte) ? byte : 0x100 + unprintableBefore(byte)),
)

const BYTES = new Map(BYTE_LETTERS.map((letter, byte) => [letter, byte]))

/** The bytes a byte-level token stands for; null where a character of it is no byte. */
export function byteLevelBytes(token: string): Uint8Array | null {
  const bytes = new Uint8Array(token.length)
  for (let i = 0; i < token.length; i++) {
    const byte = BYTES.get(token[i]!)
    if (byte === undefined) return null
    bytes[i] = byte
  }
  return bytes
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae
}

function unprintableBefore(byte: number): number {
  let count = 0
  for (let other = 0; other < byte; other++) if (!isPrintable(other)) count++
  return count
}
