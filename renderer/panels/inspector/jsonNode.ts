import { nextToken } from './jsonScan.ts'

/** A parsed JSON value that keeps what `JSON.parse` loses: the digits of numbers, the order and repetition of keys. */
export type JsonNode =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, JsonNode])[] }

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/

/** What may come next. */
type State = 'value' | 'first' | 'key' | 'firstKey' | 'colon' | 'after'

interface Open {
  /** Null for a list. */
  readonly entries: [string, JsonNode][] | null
  readonly items: JsonNode[]
  key: string | null
}

/** Parses strictly and without recursion: depth is bounded by memory only. @throws SyntaxError */
export function parseJsonNode(text: string): JsonNode {
  const open: Open[] = []
  let root: JsonNode | null = null
  let state = 'value' as State
  for (let token = nextToken(text, 0); token !== null; token = nextToken(text, token.end)) {
    const part = text.slice(token.start, token.end)
    const top = open.at(-1)
    const fail = (): never => {
      throw new SyntaxError(`unexpected ${part.slice(0, 20)} at ${token!.start}`)
    }
    if (state === 'colon') {
      if (part !== ':') fail()
      state = 'value'
    } else if (state === 'after') {
      if (part === ',' && top !== undefined) state = top.entries === null ? 'value' : 'key'
      else if (top !== undefined && part === (top.entries === null ? ']' : '}')) close()
      else fail()
    } else if (part === ']' && state === 'first') close()
    else if (part === '}' && state === 'firstKey') close()
    else if (state === 'key' || state === 'firstKey') {
      if (part[0] !== '"' || top === undefined) fail()
      top!.key = JSON.parse(part) as string
      state = 'colon'
    } else if (part === '[' || part === '{') {
      open.push({ entries: part === '{' ? [] : null, items: [], key: null })
      state = part === '{' ? 'firstKey' : 'first'
    } else {
      place(scalar(part) ?? fail())
    }
  }
  if (root === null || open.length > 0) throw new SyntaxError('the text ends too early')
  return root

  function place(node: JsonNode): void {
    const top = open.at(-1)
    if (top === undefined) root = node
    else if (top.entries === null) top.items.push(node)
    else top.entries.push([top.key ?? '', node])
    state = 'after'
  }

  function close(): void {
    const done = open.pop()!
    place(done.entries === null ? { kind: 'array', items: done.items } : { kind: 'object', entries: done.entries })
  }
}

function scalar(part: string): JsonNode | null {
  if (part[0] === '"') return { kind: 'string', value: JSON.parse(part) as string }
  if (part === 'null') return { kind: 'null' }
  if (part === 'true' || part === 'false') return { kind: 'boolean', value: part === 'true' }
  return NUMBER.test(part) ? { kind: 'number', digits: part } : null
}

/** JSON text of a node, on one line, with the digits it was read with. */
export function nodeText(node: JsonNode): string {
  const out: string[] = []
  const todo: (JsonNode | string)[] = [node]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next === 'string') out.push(next)
    else if (next.kind === 'null') out.push('null')
    else if (next.kind === 'boolean') out.push(String(next.value))
    else if (next.kind === 'number') out.push(next.digits)
    else if (next.kind === 'string') out.push(JSON.stringify(next.value))
    else if (next.kind === 'array') {
      todo.push(']')
      for (let i = next.items.length - 1; i >= 0; i--) todo.push(next.items[i]!, i > 0 ? ',' : '')
      todo.push('[')
    } else {
      todo.push('}')
      for (let i = next.entries.length - 1; i >= 0; i--) {
        const [key, value] = next.entries[i]!
        todo.push(value, `${i > 0 ? ',' : ''}${JSON.stringify(key)}:`)
      }
      todo.push('{')
    }
  }
  return out.join('')
}

/** The first value under `key` of an object, or null. */
export function fieldOf(node: JsonNode | null, key: string): JsonNode | null {
  if (node?.kind !== 'object') return null
  return node.entries.find(([name]) => name === key)?.[1] ?? null
}
