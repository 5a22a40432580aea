import { expect, test } from 'vitest'
import { describePlace } from './describe.ts'
import type { Pack } from './segments.ts'

const pack: Pack = {
  pack: 602_109,
  sequenceLen: 4096,
  used: 4000,
  segments: [
    { row: 7, rowNumber: 12_345, start: 0, end: 4000, tokens: 3998, added: 2, colour: 0, cut: true, continues: true },
  ],
}

test('a segment names its row as the file does, its positions and its tokens', () => {
  expect(describePlace(pack, 0)).toEqual([
    'pack 602,109 · segment 1 of 1',
    'source row 12,345',
    'positions 0 – 3,999',
    '3,998 tokens + 2 added',
    'cut: the row lost tokens here',
    'the row goes on in another pack',
  ])
})

test('padding names its extent', () => {
  expect(describePlace(pack, -1)).toEqual(['pack 602,109 · padding', 'positions 4,000 – 4,095', '96 pad tokens'])
})

test('a full pack has nothing to say about padding', () => {
  expect(describePlace({ ...pack, used: 4096 }, -1)).toEqual(['pack 602,109'])
})
