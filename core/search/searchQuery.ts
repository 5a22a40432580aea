import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts'
import { EngineError } from '../errors.ts'
import { byteFinder } from './findBytes.ts'

/** What rows are searched for. Plain data. */
export interface SearchQuery {
  /** A text as it stands, or a regular expression of JavaScript with the flag `u`. */
  kind: 'text' | 'regex'
  text: string
  /** Letters match whatever their case (simple case folding of Unicode). */
  ignoreCase: boolean
}

/** Whether values match. */
export interface Matcher {
  /** @param utf8 a text in UTF-8 */
  inUtf8(utf8: Uint8Array): boolean
  inText(text: string): boolean
}

/**
 * What decides whether a value has what a query asks for.
 * @throws EngineError `argument/invalid` for an empty text, or an expression that is none
 */
export function matcherOf({ kind, text, ignoreCase }: SearchQuery): Matcher {
  if (text === '') throw invalid('a search needs something to search for')
  if (kind === 'regex' || ignoreCase) return patternMatcher(kind === 'regex' ? text : escaped(text), ignoreCase)
  const find = byteFinder(encodeUtf8(text))
  return { inUtf8: (utf8) => find(utf8) >= 0, inText: (value) => value.includes(text) }
}

function patternMatcher(pattern: string, ignoreCase: boolean): Matcher {
  const expression = compiled(pattern, ignoreCase ? 'iu' : 'u')
  return { inUtf8: (utf8) => expression.test(decodeUtf8(utf8)), inText: (text) => expression.test(text) }
}

function compiled(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags)
  } catch (error) {
    throw invalid(`not a regular expression: ${(error as Error).message}`)
  }
}

/** The expression that matches a text as it stands. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

function invalid(message: string): EngineError {
  return new EngineError('argument/invalid', message, { feature: 'search' })
}
