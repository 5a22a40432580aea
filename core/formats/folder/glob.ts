/** True for a word that may name several files. */
export function isGlob(word: string): boolean {
  return /[*?[{]/.test(word)
}

/**
 * A glob pattern over `/`-separated paths, as shells know it: `*` and `?` within a name, `**` across folders, `[a-z]`,
 * `[!a-z]`, `{a,b}` (nested, too), and `\` before a character that is meant as it is. Names that begin with a dot are
 * matched only where the pattern writes the dot.
 */
export interface Glob {
  /** The folder all matches lie in: the part of the pattern before its first special character; '' for none. */
  base: string
  /** Whether a path, counted from `base`, matches. */
  matches(path: string): boolean
}

/** Alternatives one pattern may unfold into. */
const MOST_ALTERNATIVES = 1000

/** @throws RangeError when the braces unfold into more than a thousand patterns */
export function parseGlob(pattern: string): Glob {
  const parts = pattern.split('/')
  const firstSpecial = parts.findIndex((part) => isGlob(part.replace(/\\./g, '')))
  const literal = firstSpecial < 0 ? parts.slice(0, -1) : parts.slice(0, firstSpecial)
  const rest = parts.slice(literal.length).join('/')
  const expressions = unfoldBraces(rest).map(
    (alternative) => new RegExp(`^${alternative.split('/').map(nameExpression).reduce(joinNames, '')}$`, 'us'),
  )
  const base = literal.map((part) => part.replace(/\\(.)/g, '$1')).join('/')
  return {
    base: base === '' && pattern.startsWith('/') ? '/' : base,
    matches: (path) => expressions.some((expression) => expression.test(path)),
  }
}

const ACROSS = '**'

function joinNames(before: string, name: string, index: number, names: string[]): string {
  const isLast = index === names.length - 1
  if (name === ACROSS) return before + (isLast ? '(?:(?!\\.)[^/]+/)*(?!\\.)[^/]+' : '(?:(?!\\.)[^/]+/)*')
  return before + name + (isLast ? '' : '/')
}

/** One name of a pattern as a regular expression; `**` stands for itself. */
function nameExpression(name: string): string {
  if (name === ACROSS) return ACROSS
  let text = /^[*?[]/.test(name) ? '(?!\\.)' : ''
  for (let at = 0; at < name.length; at++) {
    const character = name[at] as string
    if (character === '*') text += '[^/]*'
    else if (character === '?') text += '[^/]'
    else if (character === '[') {
      const end = name.indexOf(']', at + (/^\[[!^]?\]/.test(name.slice(at)) ? (name[at + 1] === ']' ? 2 : 3) : 1))
      if (end < 0) text += '\\['
      else {
        text += classExpression(name.slice(at + 1, end))
        at = end
      }
    } else if (character === '\\' && at + 1 < name.length) text += literal(name[++at] as string)
    else text += literal(character)
  }
  return text
}

/** What stands between the brackets of `[a-z]` or `[!a-z]`. A range from a later to an earlier character is empty. */
function classExpression(inside: string): string {
  const negated = /^[!^]/.test(inside)
  const characters = [...(negated ? inside.slice(1) : inside)]
  const code = (character: string) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`
  let members = ''
  for (let at = 0; at < characters.length; at++) {
    const [from, dash, to] = characters.slice(at, at + 3) as [string, string?, string?]
    if (dash !== '-' || to === undefined) members += code(from)
    else {
      if ((from.codePointAt(0) as number) <= (to.codePointAt(0) as number)) members += `${code(from)}-${code(to)}`
      at += 2
    }
  }
  return negated ? `[^/${members}]` : `[${members}]`
}

function literal(character: string): string {
  return /[$()*+.?[\\\]^{|}/]/.test(character) ? `\\${character}` : character
}

/** `a{b,c}d` as `abd` and `acd`. Braces without a comma or without their partner are characters. */
function unfoldBraces(pattern: string): string[] {
  const found = firstBraces(pattern)
  if (!found) return [pattern.replace(/[{}]/g, '\\$&').replace(/\\\\([{}])/g, '\\$1')]
  const { start, end, alternatives } = found
  const [before, behind] = [pattern.slice(0, start), pattern.slice(end + 1)]
  const all = alternatives.flatMap((alternative) => unfoldBraces(before + alternative + behind))
  if (all.length > MOST_ALTERNATIVES)
    throw new RangeError(`the pattern stands for more than ${MOST_ALTERNATIVES} patterns`)
  return all
}

function firstBraces(pattern: string): { start: number; end: number; alternatives: string[] } | null {
  for (let start = 0; start < pattern.length; start++) {
    if (pattern[start] === '\\') start++
    else if (pattern[start] === '{') {
      const braces = bracesAt(pattern, start)
      if (braces) return braces
    }
  }
  return null
}

function bracesAt(pattern: string, start: number) {
  const commas = [start]
  let depth = 0
  for (let at = start; at < pattern.length; at++) {
    const character = pattern[at]
    if (character === '\\') at++
    else if (character === '{') depth++
    else if (character === ',' && depth === 1) commas.push(at)
    else if (character === '}' && --depth === 0) {
      if (commas.length === 1) return null
      const alternatives = commas.map((comma, i) => pattern.slice(comma + 1, commas[i + 1] ?? at))
      return { start, end: at, alternatives }
    }
  }
  return null
}
