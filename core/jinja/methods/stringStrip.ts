import { trimEnd, trimStart } from '../syntax/pythonSpace.ts'

/** `str.strip`: white space, or the characters named, off one or both ends. */
export function stripped(text: string, chars: string | null, left: boolean, right: boolean): string {
  if (chars === null) {
    const rest = left ? trimStart(text) : text
    return right ? trimEnd(rest) : rest
  }
  const off = new Set(chars)
  const characters = [...text]
  let start = 0
  let end = characters.length
  while (left && start < end && off.has(characters[start] as string)) start++
  while (right && end > start && off.has(characters[end - 1] as string)) end--
  return characters.slice(start, end).join('')
}
