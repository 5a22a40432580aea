import { isSpace, trimEnd, trimStart, wordsOf } from '../syntax/pythonSpace.ts'
import { fail } from '../values/value.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: Python ends lines at them
const LINE_ENDS = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g

/** `str.split`. @param separator null: white space @param most cuts; below zero: all */
export function splitText(text: string, separator: string | null, most: number): string[] {
  if (separator === '') fail('ValueError', 'empty separator')
  if (separator !== null) {
    const parts = text.split(separator)
    return most < 0 || parts.length - 1 <= most ? parts : [...parts.slice(0, most), parts.slice(most).join(separator)]
  }
  if (most < 0) return wordsOf(text)
  const words: string[] = []
  let rest = trimStart(text)
  while (rest !== '' && words.length < most) {
    let end = 0
    while (end < rest.length && !isSpace(rest.charCodeAt(end))) end++
    words.push(rest.slice(0, end))
    rest = trimStart(rest.slice(end))
  }
  return rest === '' ? words : [...words, rest]
}

/** `str.rsplit`. */
export function splitFromEnd(text: string, separator: string | null, most: number): string[] {
  if (most < 0) return splitText(text, separator, most)
  if (separator === '') fail('ValueError', 'empty separator')
  if (separator !== null) {
    const parts = text.split(separator)
    const joined = parts.length - 1 - most
    return joined <= 0 ? parts : [parts.slice(0, joined + 1).join(separator), ...parts.slice(joined + 1)]
  }
  const words: string[] = []
  let rest = trimEnd(text)
  while (rest !== '' && words.length < most) {
    let start = rest.length
    while (start > 0 && !isSpace(rest.charCodeAt(start - 1))) start--
    words.unshift(rest.slice(start))
    rest = trimEnd(rest.slice(0, start))
  }
  return rest === '' ? words : [rest, ...words]
}

/** `str.splitlines`. */
export function lines(text: string, keepEnds: boolean): string[] {
  const all: string[] = []
  let start = 0
  for (const { 0: end, index } of text.matchAll(LINE_ENDS)) {
    all.push(text.slice(start, keepEnds ? index + end.length : index))
    start = index + end.length
  }
  return start < text.length ? [...all, text.slice(start)] : all
}
