import { nextToken } from './jsonScan.ts'

const INDENT = '  '
/** Deeper levels are not indented further: the lines of a deep value would outgrow the value. */
const MAX_INDENTS = 48
/** A list with a text longer than this gives every item a line. */
const SHORT_CHARS = 80

/**
 * Valid JSON text laid out for reading. Every token is kept as it stands, so numbers keep all their digits and
 * strings their escapes. Lists of short plain values (token ids) stay on one line, to be wrapped where they are shown.
 * @throws SyntaxError when the text ends inside a string
 */
export function prettyJson(text: string): string {
  const out: string[] = []
  let depth = 0
  let at = 0
  const line = () => out.push('\n', INDENT.repeat(Math.min(depth, MAX_INDENTS)))
  for (let token = nextToken(text, at); token !== null; token = nextToken(text, at)) {
    at = token.end
    const part = text.slice(token.start, token.end)
    if (part === '{' || part === '[') {
      const flow = part === '[' ? plainItems(text, at) : null
      const next = nextToken(text, at)
      const closing = next === null ? '' : text.slice(next.start, next.end)
      if (next !== null && (closing === '}' || closing === ']')) {
        out.push(part, closing)
        at = next.end
      } else if (flow !== null) {
        out.push('[', flow.items.join(', '), ']')
        at = flow.end
      } else {
        out.push(part)
        depth++
        line()
      }
    } else if (part === '}' || part === ']') {
      depth = Math.max(0, depth - 1)
      line()
      out.push(part)
    } else if (part === ',') {
      out.push(part)
      line()
    } else if (part === ':') out.push(': ')
    else out.push(part)
  }
  return out.join('')
}

/** The items of a list without lists, objects or long texts, `from` being behind its bracket; null for others. */
function plainItems(text: string, from: number): { items: string[]; end: number } | null {
  const items: string[] = []
  for (let token = nextToken(text, from); token !== null; token = nextToken(text, token.end)) {
    const part = text.slice(token.start, Math.min(token.end, token.start + SHORT_CHARS))
    if (part === ']') return { items, end: token.end }
    if (part === ',') continue
    if (part === '[' || part === '{' || token.end - token.start >= SHORT_CHARS) return null
    items.push(part)
  }
  return null
}
