import { describe, expect, it } from 'vitest'
import { chatShapeOf } from './chatShape.ts'
import { roleOf, type Turn } from './chatTurns.ts'
import { parseJsonNode } from './jsonNode.ts'

const shapeOf = (row: unknown) => chatShapeOf(parseJsonNode(typeof row === 'string' ? row : JSON.stringify(row)))
const brief = (turns: readonly Turn[] | undefined) =>
  turns?.map(
    (turn) =>
      `${turn.role}: ${turn.parts.map((part) => (part.kind === 'text' ? part.text : `<${part.type}>`)).join('|')}`,
  )

describe('chatShapeOf', () => {
  it('reads messages', () => {
    const shape = shapeOf({
      id: 1,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
      ],
    })
    expect(shape).toMatchObject({ shape: 'messages', columns: ['messages'], answers: [], tools: null })
    expect(brief(shape?.turns)).toEqual(['system: Be brief.', 'user: Hi', 'assistant: Hello'])
  })

  it('reads ShareGPT conversations with a system column', () => {
    const shape = shapeOf({
      system: 'S',
      conversations: [
        { from: 'human', value: 'a' },
        { from: 'gpt', value: 'b', weight: 0 },
        { from: 'observation', value: 'c' },
      ],
    })
    expect(brief(shape?.turns)).toEqual(['system: S', 'user: a', 'assistant: b', 'tool: c'])
    expect(shape?.turns[2]).toMatchObject({ roleName: 'gpt', notes: ['weight: 0'] })
    expect(shape?.columns).toEqual(['system', 'conversations'])
  })

  it('does not add a system column to turns that have their own', () => {
    const shape = shapeOf({
      system: 'S',
      messages: [
        { role: 'system', content: 'T' },
        { role: 'user', content: 'a' },
      ],
    })
    expect(brief(shape?.turns)).toEqual(['system: T', 'user: a'])
  })

  it('reads messages that stand as JSON in a text', () => {
    expect(brief(shapeOf({ messages: '[{"role":"user","content":"hi"}]' })?.turns)).toEqual(['user: hi'])
  })

  it('reads tool calls, their answers and the tools offered', () => {
    const shape = shapeOf(`{"tools":"[{\\"name\\":\\"f\\"}]","messages":[
      {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}}]},
      {"role":"tool","tool_call_id":"c1","name":"f","content":"42"},
      {"role":"assistant","tool_calls":[{"name":"g","arguments":{"big":9007199254740993}}]},
      {"role":"assistant","content":"","function_call":{"name":"old","arguments":"{}"}}]}`)
    expect(shape?.tools).toBe('[{"name":"f"}]')
    expect(shape?.turns.map((turn) => turn.toolCalls)).toEqual([
      [{ id: 'c1', name: 'f', args: '{"x":1}' }],
      [],
      [{ id: null, name: 'g', args: '{"big":9007199254740993}' }],
      [{ id: null, name: 'old', args: '{}' }],
    ])
    expect(shape?.turns[1]).toMatchObject({ role: 'tool', toolCallId: 'c1', name: 'f' })
  })

  it.each([
    [{ role: 'assistant', content: 'a', reasoning_content: 'r' }],
    [{ role: 'assistant', content: 'a', thinking: 'r' }],
    [
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'r' },
          { type: 'text', text: 'a' },
        ],
      },
    ],
  ])('finds reasoning in %j', (message) => {
    const turn = shapeOf({ messages: [message] })?.turns[0]
    expect(turn?.reasoning).toBe('r')
    expect(turn?.parts).toEqual([{ kind: 'text', text: 'a' }])
  })

  it('reads content in parts and keeps those that are not text', () => {
    const shape = shapeOf({
      messages: [
        {
          role: 'user',
          content: [{ type: 'text', text: 'see' }, { type: 'image_url', image_url: { url: 'x' } }, 'and'],
        },
      ],
    })
    expect(brief(shape?.turns)).toEqual(['user: see|<image_url>|and'])
  })

  it.each([
    [
      { instruction: 'i', input: 'x', output: 'o' },
      'instruction + input + output',
      ['user: i', 'user: x', 'assistant: o'],
    ],
    [{ instruction: 'i', input: '', output: 'o' }, 'instruction + input + output', ['user: i', 'assistant: o']],
    [{ instruction: 'i', output: 'o', system: 's' }, 'instruction + output', ['system: s', 'user: i', 'assistant: o']],
    [{ instruction: 'i', response: 'o' }, 'instruction + response', ['user: i', 'assistant: o']],
    [{ prompt: 'p', completion: 'c' }, 'prompt + completion', ['user: p', 'assistant: c']],
    [{ question: 'q', answer: 'a' }, 'question + answer', ['user: q', 'assistant: a']],
    [
      { prompt: [{ role: 'user', content: 'p' }], completion: [{ role: 'assistant', content: 'c' }] },
      'prompt + completion',
      ['user: p', 'assistant: c'],
    ],
  ])('reads %j', (row, name, turns) => {
    const shape = shapeOf(row)
    expect(shape?.shape).toBe(name)
    expect(brief(shape?.turns)).toEqual(turns)
  })

  it('shows a labelled completion as an answer', () => {
    const shape = shapeOf({ prompt: 'p', completion: 'c', label: false })
    expect(shape?.answers.map((answer) => answer.title)).toEqual(['undesirable (label: false)'])
    expect(brief(shape?.turns)).toEqual(['user: p'])
  })

  describe('preference pairs', () => {
    const turns = (...texts: string[]) => texts.map((content, i) => ({ role: i % 2 ? 'assistant' : 'user', content }))
    it.each([
      [
        'texts with a prompt',
        { prompt: 'p', chosen: 'c', rejected: 'r' },
        ['user: p'],
        ['assistant: c'],
        ['assistant: r'],
      ],
      [
        'whole conversations',
        { chosen: turns('p', 'c'), rejected: turns('p', 'r') },
        ['user: p'],
        ['assistant: c'],
        ['assistant: r'],
      ],
      [
        'whole conversations that repeat the prompt',
        { prompt: 'p', chosen: turns('p', 'c'), rejected: turns('p', 'r') },
        ['user: p'],
        ['assistant: c'],
        ['assistant: r'],
      ],
      [
        'one message each, with a conversation',
        {
          prompt: turns('p'),
          chosen: { role: 'assistant', content: 'c' },
          rejected: { role: 'assistant', content: 'c' },
        },
        ['user: p'],
        ['assistant: c'],
        ['assistant: c'],
      ],
    ])('%s', (_, row, before, chosen, rejected) => {
      const shape = shapeOf(row)
      expect(shape?.shape).toBe('preference pair')
      expect(brief(shape?.turns)).toEqual(before)
      expect(shape?.answers.map((answer) => brief(answer.turns))).toEqual([chosen, rejected])
    })

    it('takes the answers of a conversation column', () => {
      const shape = shapeOf({
        conversations: [{ from: 'human', value: 'p' }],
        chosen: { from: 'gpt', value: 'c' },
        rejected: { from: 'gpt', value: 'r' },
      })
      expect(brief(shape?.turns)).toEqual(['user: p'])
    })
  })

  it.each([
    { text: 'plain' },
    { messages: [] },
    { messages: [1, 2] },
    { messages: [{ content: 'no role' }] },
    { messages: 'not json [' },
    { messages: null },
    { prompt: 'alone' },
    { chosen: 'alone' },
    { input_ids: [1, 2] },
    [1],
  ])('finds no chat in %j', (row) => {
    expect(shapeOf(row)).toBeNull()
  })
})

it.each([
  ['GPT', 'assistant'],
  [' human ', 'user'],
  ['developer', 'system'],
  ['narrator', 'other'],
])('%s is %s', (name, role) => expect(roleOf(name)).toBe(role))
