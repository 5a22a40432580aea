import { expect, test } from 'vitest'
import type { PackDetail } from '../../app/protocol/packing.ts'
import { cellAt, cellsIn, describeCell } from './tokenCells.ts'

/** `Hé ↵` (5 bytes) with EOS and a pad behind, a cut `é` of one byte, three of padding. */
const bytes = [0x48, 0xc3, 0xa9, 0x20, 0x0a, 2, 0, 0xc3, 2, 0, 0, 0, 0]
const detail: PackDetail = {
  datasetId: 'd',
  pack: 0,
  capacity: 13,
  inputIds: Int32Array.from(bytes),
  labels: Int32Array.from([-100, -100, 0xa9, 0x20, 0x0a, 2, -100, 0xc3, 2, -100, -100, -100, -100]),
  positionIds: Int32Array.from([0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 0, 1, 2]),
  attention: new Uint8Array(13).fill(1),
  bytes: Uint8Array.from(bytes),
  segments: [
    { row: 7, rowNumber: 7, start: 0, length: 5, added: 2, position: 0, flags: 0 },
    { row: 9, rowNumber: 9, start: 3, length: 1, added: 2, position: 7, flags: 1 },
  ],
  positions: 13,
}

test('bytes are shown as the text they are part of', () => {
  expect(cellsIn(detail, 0, 5).map(({ text }) => text)).toEqual(['H', 'é', 'A9', '␣', '↵'])
  expect(cellAt(detail, 7)?.text).toBe('C3') // the character does not end in this segment
})

test('what the strategy added and padding show their ids', () => {
  expect(cellsIn(detail, 5, 11).map(({ kind, text, segment }) => [kind, text, segment])).toEqual([
    ['added', '2', 0],
    ['added', '0', 0],
    ['token', 'C3', 1],
    ['added', '2', 1],
    ['added', '0', 1],
    ['padding', '0', -1],
  ])
})

test('without bytes tokens are their ids', () => {
  expect(cellsIn({ ...detail, bytes: null }, 0, 3).map(({ text }) => text)).toEqual(['72', '195', '169'])
})

test('trained is what has a label, and never padding', () => {
  expect(
    cellsIn(detail, 0, 13)
      .map(({ trained }) => Number(trained))
      .join(''),
  ).toBe('0011110110000')
  const odd = { ...detail, labels: new Int32Array(13).fill(5) }
  expect(cellAt(odd, 12)?.trained).toBe(false)
})

test('beyond what was read there is nothing', () => {
  expect(cellAt(detail, 13)).toBeNull()
  expect(cellAt(detail, -1)).toBeNull()
  expect(cellsIn(detail, -3, 99)).toHaveLength(13)
  expect(cellAt({ ...detail, segments: [] }, 0)?.kind).toBe('padding')
})

test('a cell in words', () => {
  expect(describeCell(cellAt(detail, 1)!)).toEqual([
    'position 1 · position_id 1',
    'token 195 “é”',
    'label -100: ignored',
  ])
  expect(describeCell(cellAt(detail, 5)!)).toEqual([
    'position 5 · position_id 5',
    'added by the strategy 2',
    'label 2: trained on',
  ])
})
