/** What Python escapes besides quotes and backslashes: all that `str.isprintable` calls unprintable. */
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * A text as Python's `repr` writes it: in single quotes, or in double ones where it holds a single and no double one.
 * Which characters are printable follows the Unicode version of the runtime.
 */
export function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
  return quote + escaped.replace(UNPRINTABLE, escapeOf) + quote
}

function escapeOf(character: string): string {
  const named = NAMED[character]
  if (named) return named
  const code = character.codePointAt(0) as number
  const hex = (digits: number) => code.toString(16).padStart(digits, '0')
  if (code < 0x100) return `\\x${hex(2)}`
  return code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`
}

/** Bytes as Python's `repr` writes them: `b'…'`. */
export function pythonBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'"
  let text = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    if (character === quote || character === '\\') text += `\\${character}`
    else if (NAMED[character]) text += NAMED[character]
    else if (byte < 0x20 || byte >= 0x7f) text += `\\x${byte.toString(16).padStart(2, '0')}`
    else text += character
  }
  return `b${quote}${text}${quote}`
}
