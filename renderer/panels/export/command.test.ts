import { expect, test } from 'vitest'
import type { DatasetInfo, PackSummary } from '../../../app/protocol/datasets.ts'
import { commandFor, shellWord } from './command.ts'

const source = { name: 'chat.jsonl', source: { kind: 'path', path: '/d/chat.jsonl' } } as DatasetInfo
const summary = { sequenceLen: 4096, column: 'text' } as PackSummary

test.each([
  ['/d/chat.jsonl', '/d/chat.jsonl'],
  ['/my data/a.jsonl', `'/my data/a.jsonl'`],
  [`it's`, `'it'\\''s'`],
  ['$(rm -rf)', `'$(rm -rf)'`],
  ['', `''`],
  ['~/x', `'~/x'`],
])('shellWord(%s)', (word, quoted) => expect(shellWord(word)).toBe(quoted))

test('export of all or some columns', () => {
  const target = { format: 'arrow' as const, columns: null, out: 'chat.arrow' }
  expect(commandFor(source, '/d/chat.jsonl', null, target)).toBe('packscope export /d/chat.jsonl -o chat.arrow')
  expect(commandFor(source, '/d/chat.jsonl', null, { ...target, columns: ['id', 'a b'] })).toBe(
    `packscope export /d/chat.jsonl -o chat.arrow --columns 'id,a b'`,
  )
})

test('a format the suffix does not tell is named', () => {
  const target = { format: 'arrow-stream' as const, columns: null, out: 'chat.arrow' }
  expect(commandFor(source, '/d/c.jsonl', null, target)).toMatch(/-o chat\.arrow --format arrow-stream$/)
  expect(commandFor(source, '/d/c.jsonl', null, { ...target, out: 'chat.arrows' })).toMatch(/-o chat\.arrows$/)
})

test('packing names every option it was made with', () => {
  const options = {
    strategy: 'greedy' as const,
    sequenceLen: 4096,
    column: 'text',
    padTokenId: 0,
    eosTokenId: 151_645,
    labelPadId: -100,
    excess: 'truncate' as const,
  }
  expect(commandFor(source, '/d/chat.jsonl', { summary, options }, null)).toBe(
    'packscope pack /d/chat.jsonl --sequence-len 4096 --strategy greedy --column text --excess truncate ' +
      '--pad-token-id 0 --eos-token-id 151645',
  )
})

test('a browser file has no known place; a sample has no command', () => {
  expect(commandFor(source, null, null, null)).toBe('packscope export PATH/TO/chat.jsonl')
  const sample = { ...source, source: { kind: 'sample', name: 'chat' } } as DatasetInfo
  expect(commandFor(sample, null, null, null)).toBeNull()
})
