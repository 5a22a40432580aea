import { type Turn, textOf, textTurn, turnsOf, unwrapJson } from './chatTurns.ts'
import { fieldOf, type JsonNode, nodeText } from './jsonNode.ts'

export interface Answer {
  /** `chosen`, `rejected`, or a completion's label. */
  readonly title: string
  readonly turns: readonly Turn[]
}

/** A row read as a conversation. */
export interface ChatShape {
  /** What it was recognised as, for people: `messages`, `prompt + completion`, `preference pair`. */
  readonly shape: string
  /** Columns it was read from. */
  readonly columns: readonly string[]
  readonly turns: readonly Turn[]
  /** Answers to the turns above, to be compared; empty for a plain conversation. */
  readonly answers: readonly Answer[]
  /** JSON of the tools offered, or null. */
  readonly tools: string | null
}

/** What is looked for, in words, for rows without it. */
export const CHAT_SHAPES =
  'messages (role, content), conversations (from, value), prompt + completion, instruction + input + output, chosen / rejected'

const LIST_COLUMNS = ['messages', 'conversations', 'conversation', 'dialogue', 'chat'] as const
const PROMPT_COLUMNS = ['prompt', 'question', 'input'] as const
/** Preference data may keep the turns before the answers in a list of messages. */
const CONTEXT_COLUMNS = [...PROMPT_COLUMNS, ...LIST_COLUMNS] as const
const COMPLETION_COLUMNS = ['completion', 'response', 'answer'] as const

/** Reads a row (a JSON object) as a conversation; null when it has no known shape. */
export function chatShapeOf(row: JsonNode): ChatShape | null {
  if (row.kind !== 'object') return null
  const found = preference(row) ?? messages(row) ?? instruction(row) ?? promptCompletion(row)
  if (found === null) return null
  const tools = unwrapJson(fieldOf(row, 'tools'))
  const hasTools = tools !== null && tools.kind !== 'null' && !(tools.kind === 'string' && tools.value === '')
  return {
    ...found,
    columns: hasTools ? [...found.columns, 'tools'] : found.columns,
    tools: hasTools ? (tools.kind === 'string' ? tools.value : nodeText(tools)) : null,
  }
}

type Found = Omit<ChatShape, 'tools'>

function messages(row: JsonNode): Found | null {
  for (const column of LIST_COLUMNS) {
    const turns = turnsOf(fieldOf(row, column))
    if (turns === null) continue
    const system = systemTurn(row, turns)
    const shape = column === 'messages' || column === 'conversations' ? column : `${column} (list of messages)`
    return { shape, columns: [...system.columns, column], turns: [...system.turns, ...turns], answers: [] }
  }
  return null
}

function preference(row: JsonNode): Found | null {
  const chosen = answerTurns(row, 'chosen')
  const rejected = answerTurns(row, 'rejected')
  if (chosen === null || rejected === null) return null
  const prompt = promptTurns(row, CONTEXT_COLUMNS)
  const system = systemTurn(row, [...(prompt?.turns ?? []), ...chosen])
  // Pairs of whole conversations repeat the turns before the answer: these are shown once.
  const shared = sharedTurns(chosen, rejected)
  const repeatsPrompt = prompt !== null && startsWith(chosen.slice(0, shared), prompt.turns)
  return {
    shape: 'preference pair',
    columns: [...system.columns, ...(prompt?.columns ?? []), 'chosen', 'rejected'],
    turns: [...system.turns, ...(prompt === null || repeatsPrompt ? [] : prompt.turns), ...chosen.slice(0, shared)],
    answers: [
      { title: 'chosen', turns: chosen.slice(shared) },
      { title: 'rejected', turns: rejected.slice(shared) },
    ],
  }
}

function promptCompletion(row: JsonNode): Found | null {
  const prompt = promptTurns(row)
  const column = COMPLETION_COLUMNS.find((name) => answerTurns(row, name) !== null)
  if (prompt === null || column === undefined) return null
  const completion = answerTurns(row, column)!
  const system = systemTurn(row, [...prompt.turns, ...completion])
  const label = fieldOf(row, 'label')
  const columns = [...system.columns, ...prompt.columns, column]
  const turns = [...system.turns, ...prompt.turns]
  if (label?.kind === 'boolean') {
    const title = label.value ? 'desirable (label: true)' : 'undesirable (label: false)'
    return {
      shape: 'prompt + completion + label',
      columns: [...columns, 'label'],
      turns,
      answers: [{ title, turns: completion }],
    }
  }
  return { shape: `${prompt.columns[0]} + ${column}`, columns, turns: [...turns, ...completion], answers: [] }
}

function instruction(row: JsonNode): Found | null {
  const asked = textOf(fieldOf(row, 'instruction'))
  const column = ['output', ...COMPLETION_COLUMNS].find((name) => textOf(fieldOf(row, name)) !== null)
  if (asked === null || column === undefined) return null
  const input = textOf(fieldOf(row, 'input'))
  const system = systemTurn(row, [])
  const turns = [...system.turns, textTurn('user', 'instruction', asked)]
  if (input !== null && input !== '') turns.push(textTurn('user', 'input', input))
  turns.push(textTurn('assistant', column, textOf(fieldOf(row, column))!))
  return {
    shape: input === null ? `instruction + ${column}` : `instruction + input + ${column}`,
    columns: [...system.columns, 'instruction', ...(input === null ? [] : ['input']), column],
    turns,
    answers: [],
  }
}

/** A `system` column goes first, unless the turns bring their own. */
function systemTurn(row: JsonNode, turns: readonly Turn[]): { turns: Turn[]; columns: string[] } {
  const column = ['system', 'system_prompt'].find((name) => (textOf(fieldOf(row, name)) ?? '') !== '')
  if (column === undefined || turns.some((turn) => turn.role === 'system')) return { turns: [], columns: [] }
  return { turns: [textTurn('system', column, textOf(fieldOf(row, column))!)], columns: [column] }
}

function promptTurns(
  row: JsonNode,
  columns: readonly string[] = PROMPT_COLUMNS,
): { turns: Turn[]; columns: string[] } | null {
  for (const column of columns) {
    const node = fieldOf(row, column)
    const turns = turnsOf(node)
    if (turns !== null) return { turns, columns: [column] }
    const text = textOf(node)
    if (text !== null) return { turns: [textTurn('user', column, text)], columns: [column] }
  }
  return null
}

/** A text, one message, or a list of messages. */
function answerTurns(row: JsonNode, column: string): Turn[] | null {
  const node = unwrapJson(fieldOf(row, column))
  if (node === null) return null
  if (node.kind === 'object') return turnsOf({ kind: 'array', items: [node] })
  const turns = turnsOf(node)
  if (turns !== null) return turns
  const text = textOf(fieldOf(row, column))
  return text === null ? null : [textTurn('assistant', column, text)]
}

function sharedTurns(a: readonly Turn[], b: readonly Turn[]): number {
  // The last turn of each is the answer, even when both are the same.
  const most = Math.min(a.length, b.length) - 1
  let shared = 0
  while (shared < most && sameTurn(a[shared]!, b[shared]!)) shared++
  return shared
}

function startsWith(turns: readonly Turn[], beginning: readonly Turn[]): boolean {
  return beginning.length <= turns.length && beginning.every((turn, i) => sameText(turn, turns[i]!))
}

function sameTurn(a: Turn, b: Turn): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function sameText(a: Turn, b: Turn): boolean {
  return a.role === b.role && JSON.stringify(a.parts) === JSON.stringify(b.parts)
}
