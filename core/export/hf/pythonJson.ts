import type { JsonValue } from '../../hashing/keys/jsonValues.ts'
import { JSON_NAMES, pythonFloat } from '../../table/pythonFloat.ts'

/** How Python's `json.dumps` is called: `(value)`, `(value, indent=2)`, or with `separators=(",", ":")`. */
export type PythonJsonStyle = 'spaced' | 'indented' | 'dense'

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** Text as Python's `json` writes it by default: ASCII only, everything else as UTF-16 units in hex. */
function asciiString(text: string): string {
  const escaped = text.replace(/["\\]|[^ -~]/g, (unit) => {
    return NAMED[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `"${escaped}"`
}

/** A value as Python's `json.dumps` writes it, members in their own order. */
export function pythonJson(value: JsonValue, style: PythonJsonStyle, depth = 0): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return asciiString(value)
  if ('integer' in value) return value.integer
  if ('float' in value) return pythonFloat(value.float, JSON_NAMES)
  const colon = style === 'dense' ? ':' : ': '
  const [open, close, items] =
    'list' in value
      ? ['[', ']', value.list.map((item) => pythonJson(item, style, depth + 1))]
      : [
          '{',
          '}',
          [...value.members].map(([name, item]) => asciiString(name) + colon + pythonJson(item, style, depth + 1)),
        ]
  if (items.length === 0) return open + close
  if (style !== 'indented') return open + items.join(style === 'dense' ? ',' : ', ') + close
  const line = `\n${'  '.repeat(depth)}`
  return `${open}${line}  ${items.join(`,${line}  `)}${line}${close}`
}

/** An object of these members, in this order. */
export function members(...entries: [string, JsonValue][]): { members: Map<string, JsonValue> } {
  return { members: new Map(entries) }
}

export function whole(value: number): JsonValue {
  return { integer: String(value) }
}
