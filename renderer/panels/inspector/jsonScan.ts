/** A part of JSON text: punctuation, a string with its quotes, or a bare word (number, true, false, null). */
export interface JsonToken {
  readonly start: number
  readonly end: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const WORD = /[^\s,:[\]{}"]+/y
const SPACE = /[ \t\n\r]*/y

/** The token at or after `from`, or null at the end. @throws SyntaxError for a string without end */
export function nextToken(text: string, from: number): JsonToken | null {
  SPACE.lastIndex = from
  SPACE.test(text)
  const start = SPACE.lastIndex
  if (start >= text.length) return null
  const code = text.charCodeAt(start)
  if (code === QUOTE) return { start, end: stringEnd(text, start) }
  WORD.lastIndex = start
  return WORD.test(text) ? { start, end: WORD.lastIndex } : { start, end: start + 1 }
}

/** One past the closing quote of the string whose opening quote is at `start`. */
function stringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1
    while (text.charCodeAt(before) === BACKSLASH) before--
    if ((quote - before) % 2 === 1) return quote + 1
  }
  throw new SyntaxError(`the string at ${start} has no end`)
}
