const ASTRAL = /[\ud800-\udfff]/

/** Whether characters of a text are its UTF-16 units. */
export function isPlain(text: string): boolean {
  return !ASTRAL.test(text)
}

/** `len(text)`. */
export function textLength(text: string): number {
  if (isPlain(text)) return text.length
  let length = 0
  for (const _ of text) length++
  return length
}

/** How many code points the first `units` units are. */
export function codePointsBefore(text: string, units: number): number {
  return units < 0 ? units : textLength(text.slice(0, units))
}

/** Where code point `index` begins, in units; the length of the text for those behind its end. */
export function unitOf(text: string, index: number): number {
  if (isPlain(text)) return Math.min(index, text.length)
  let at = 0
  for (let i = 0; i < index && at < text.length; i++) at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1
  return at
}
