/** What `str.isspace` and `\s` of Python's `re` take for white space. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

const WORDS = new RegExp(`[^${SPACE}]+`, 'g')
const ONLY = new RegExp(`^[${SPACE}]+$`)
const SPACES = new RegExp(`[${SPACE}]*`, 'y')

/** `str.rstrip()`. */
export function trimEnd(text: string): string {
  // Looks at the last character first: most texts end in none, and a search for `\s+$` is quadratic in runs of blanks.
  let end = text.length
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  return end === text.length ? text : text.slice(0, end)
}

/** `str.lstrip()`. */
export function trimStart(text: string): string {
  let start = 0
  while (start < text.length && isSpace(text.charCodeAt(start))) start++
  return start === 0 ? text : text.slice(start)
}

export function isSpace(unit: number): boolean {
  if (unit < 0x80) return (unit >= 9 && unit <= 13) || (unit >= 0x1c && unit <= 0x20)
  if (unit < 0x1680) return unit === 0x85 || unit === 0xa0
  return ONLY.test(String.fromCharCode(unit))
}

/** `str.split()`: what stands between runs of white space. */
export function wordsOf(text: string): string[] {
  return text.match(WORDS) ?? []
}

/** Whether there is something, and all of it is white space. */
export function isOnlySpace(text: string): boolean {
  return ONLY.test(text)
}

/** Where white space that begins at `at` ends. */
export function skipSpace(text: string, at: number): number {
  SPACES.lastIndex = at
  return at + (SPACES.exec(text)?.[0].length ?? 0)
}
