import { fieldOf, type JsonNode, nodeText, parseJsonNode } from './jsonNode.ts'

export type ChatRole = 'system' | 'user' | 'assistant' | 'tool' | 'other'

export type TurnPart =
  | { readonly kind: 'text'; readonly text: string }
  /** A part that is not text (image, audio, tool result …): its type and its JSON. */
  | { readonly kind: 'other'; readonly type: string; readonly json: string }

export interface ToolCall {
  readonly id: string | null
  readonly name: string
  /** JSON where the data has JSON, else the text as it stands. */
  readonly args: string
}

export interface Turn {
  readonly role: ChatRole
  /** The role's name in the data: `gpt`, `human`, `developer`. */
  readonly roleName: string
  readonly parts: readonly TurnPart[]
  readonly reasoning: string | null
  readonly toolCalls: readonly ToolCall[]
  /** The call a tool's turn answers. */
  readonly toolCallId: string | null
  /** Speaker or tool, where named. */
  readonly name: string | null
  /** Other fields of the turn (`weight`, `train` …) as `name: value`. */
  readonly notes: readonly string[]
}

const ROLES: Readonly<Record<string, ChatRole>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  input: 'user',
  instruction: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  model: 'assistant',
  chatgpt: 'assistant',
  bot: 'assistant',
  output: 'assistant',
  function_call: 'assistant',
  tool: 'tool',
  function: 'tool',
  function_response: 'tool',
  observation: 'tool',
  ipython: 'tool',
}

const ROLE_KEYS = ['role', 'from'] as const
const CONTENT_KEYS = ['content', 'value', 'text'] as const
const REASONING_KEYS = ['reasoning_content', 'reasoning', 'thinking'] as const
const KNOWN_KEYS = new Set<string>([
  ...ROLE_KEYS,
  ...CONTENT_KEYS,
  ...REASONING_KEYS,
  'tool_calls',
  'function_call',
  'tool_call_id',
  'name',
])

export function roleOf(name: string): ChatRole {
  return ROLES[name.trim().toLowerCase()] ?? 'other'
}

export function textTurn(role: ChatRole, roleName: string, text: string): Turn {
  return {
    role,
    roleName,
    parts: [{ kind: 'text', text }],
    reasoning: null,
    toolCalls: [],
    toolCallId: null,
    name: null,
    notes: [],
  }
}

/** Turns of a list of messages ({role, content} or {from, value}), also when the list stands as JSON in a text. */
export function turnsOf(node: JsonNode | null): Turn[] | null {
  const list = unwrapJson(node)
  if (list?.kind !== 'array' || list.items.length === 0) return null
  const turns = list.items.map(turnOf)
  return turns.every((turn) => turn !== null) ? (turns as Turn[]) : null
}

function turnOf(message: JsonNode): Turn | null {
  if (message.kind !== 'object') return null
  const roleName = firstText(message, ROLE_KEYS)
  if (roleName === null) return null
  const content = CONTENT_KEYS.map((key) => fieldOf(message, key)).find((node) => node !== null && node.kind !== 'null')
  const calls = [...toolCallsOf(fieldOf(message, 'tool_calls')), ...toolCallsOf(fieldOf(message, 'function_call'))]
  const hasContent = CONTENT_KEYS.some((key) => fieldOf(message, key) !== null)
  if (!hasContent && calls.length === 0) return null
  const { parts, reasoning } = contentOf(content ?? null)
  return {
    role: roleOf(roleName),
    roleName,
    parts,
    reasoning: firstText(message, REASONING_KEYS) ?? reasoning,
    toolCalls: calls,
    toolCallId: textOf(fieldOf(message, 'tool_call_id')),
    name: textOf(fieldOf(message, 'name')),
    notes: message.entries
      .filter(([key, value]) => !KNOWN_KEYS.has(key) && value.kind !== 'null')
      .map(([key, value]) => `${key}: ${value.kind === 'string' ? value.value : nodeText(value)}`),
  }
}

/** Content is a text, or a list of typed parts; a `thinking` part is reasoning. */
function contentOf(content: JsonNode | null): { parts: TurnPart[]; reasoning: string | null } {
  if (content === null) return { parts: [], reasoning: null }
  if (content.kind === 'string') return { parts: [{ kind: 'text', text: content.value }], reasoning: null }
  if (content.kind !== 'array') return { parts: [otherPart(content)], reasoning: null }
  const thoughts: string[] = []
  const parts: TurnPart[] = []
  for (const item of content.items) {
    const type = textOf(fieldOf(item, 'type'))
    const thought = type === 'thinking' ? textOf(fieldOf(item, 'thinking')) : null
    if (item.kind === 'string') parts.push({ kind: 'text', text: item.value })
    else if (thought !== null) thoughts.push(thought)
    else {
      const text = type === null || type === 'text' ? textOf(fieldOf(item, 'text')) : null
      parts.push(text === null ? otherPart(item) : { kind: 'text', text })
    }
  }
  return { parts, reasoning: thoughts.length > 0 ? thoughts.join('\n') : null }
}

function otherPart(node: JsonNode): TurnPart {
  return { kind: 'other', type: textOf(fieldOf(node, 'type')) ?? node.kind, json: nodeText(node) }
}

/** OpenAI's `tool_calls` (list of {id, function: {name, arguments}}), its older `function_call`, and flat {name, arguments}. */
function toolCallsOf(node: JsonNode | null): ToolCall[] {
  const calls = unwrapJson(node)
  if (calls === null || calls.kind === 'null') return []
  const list = calls.kind === 'array' ? calls.items : [calls]
  return list.map((call) => {
    const inner = fieldOf(call, 'function')
    const described = inner?.kind === 'object' ? inner : call
    const args = fieldOf(described, 'arguments') ?? fieldOf(described, 'parameters') ?? fieldOf(described, 'input')
    return {
      id: textOf(fieldOf(call, 'id')),
      name: textOf(fieldOf(described, 'name')) ?? '(no name)',
      args: args === null ? (described === call && call.kind !== 'object' ? nodeText(call) : '') : textOrJson(args),
    }
  })
}

function firstText(node: JsonNode, keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = textOf(fieldOf(node, key))
    if (text !== null && text !== '') return text
  }
  return null
}

export function textOf(node: JsonNode | null): string | null {
  return node?.kind === 'string' ? node.value : null
}

function textOrJson(node: JsonNode): string {
  return node.kind === 'string' ? node.value : nodeText(node)
}

/** A text that holds a JSON list or object, as that; anything else as it is. */
export function unwrapJson(node: JsonNode | null): JsonNode | null {
  if (node?.kind !== 'string' || !/^\s*[[{]/.test(node.value)) return node
  try {
    return parseJsonNode(node.value)
  } catch {
    return node
  }
}
