export type JsonlKind = 'short' | 'chat' | 'tokens' | 'numbers'

/** A text of JSON Lines of about `bytes` bytes, as datasets have them; the same every time. */
export function jsonlText(kind: JsonlKind, bytes: number): Uint8Array {
  const random = pseudoRandom()
  const lines: string[] = []
  let length = 0
  for (let row = 0; length < bytes; row++) {
    const line = rowOf[kind](row, random)
    lines.push(line)
    length += Buffer.byteLength(line) + 1
  }
  return new Uint8Array(Buffer.from(`${lines.join('\n')}\n`))
}

type Random = () => number

const rowOf: Record<JsonlKind, (row: number, random: Random) => string> = {
  short: (row, random) =>
    spaced({
      id: row,
      label: labels[Math.floor(random() * labels.length)],
      score: Number(random().toFixed(4)),
      ok: row % 3 === 0,
    }),
  chat: (row, random) =>
    spaced({
      id: `row-${row}`,
      messages: [
        { role: 'system', content: 'You are a helpful assistant.' },
        { role: 'user', content: prose(random, 40 + Math.floor(random() * 80)) },
        { role: 'assistant', content: prose(random, 100 + Math.floor(random() * 200)) },
      ],
      source: 'synthetic',
      tokens: Math.floor(random() * 4000),
    }),
  tokens: (row, random) => {
    const ids = Array.from({ length: 200 + Math.floor(random() * 600) }, () => Math.floor(random() ** 2 * 128_000))
    return spaced({ input_ids: ids, labels: ids.map((id, i) => (i < 100 ? -100 : id)), length: ids.length, row })
  },
  numbers: (row, random) =>
    spaced({
      id: 1_000_000 + row,
      loss: random() * 4,
      rate: random() * 1e-5,
      norm: Number((random() * 100).toFixed(3)),
      step: row * 8,
      seen: Math.floor(random() * 2 ** 40),
    }),
}

const labels = ['positive', 'negative', 'neutral']
const words = 'the of model and data to training a in is that rows "quoted" for with value — naïve tokens'.split(' ')

function prose(random: Random, count: number): string {
  const text: string[] = []
  for (let i = 0; i < count; i++) text.push(words[Math.floor(random() * words.length)]!, i % 17 === 16 ? '.\n' : ' ')
  return text.join('')
}

/** JSON with spaces behind commas and colons and escapes outside ASCII left out, as Python writes it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`)
    .join(', ')}}`
}

function pseudoRandom(): Random {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
}

/** The same rows as one JSON array, each on a line of its own. */
export function jsonArrayOf(lines: Uint8Array): Uint8Array {
  const text = Buffer.from(lines).toString('utf8').trimEnd()
  return new Uint8Array(Buffer.from(`[\n${text.replaceAll('\n', ',\n')}\n]\n`))
}
