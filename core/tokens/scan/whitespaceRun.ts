import { classAt, NEWLINE, SPACE } from '../unicode/classes.ts'

/** `\s*[\r\n]+|\s+(?!\S)|\s+` at a place with whitespace; one character where there is none. */
export function whitespaceOrNewlines(utf8: Uint8Array, at: number, end: number): number {
  return whitespaceRun(utf8, at, end, true)
}

/** `\s+(?!\S)|\s+`. */
export function whitespaceRun(utf8: Uint8Array, at: number, end: number, stopAtNewlines = false): number {
  let next = at
  let last = at
  let newline = -1
  while (next < end) {
    const c = classAt(utf8, next)
    if ((c & SPACE) === 0) break
    last = next
    next += c >> 16
    if (c & NEWLINE) newline = next
  }
  if (stopAtNewlines && newline >= 0) return newline
  if (next === at) return at + (classAt(utf8, at) >> 16)
  // The last one goes to what follows, unless it is all there is.
  return next === end || last === at ? next : last
}
