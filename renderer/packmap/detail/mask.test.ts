import { expect, test } from 'vitest'
import { attendedShare, maskBlocks } from './mask.ts'
import { stripColumns } from './strips.ts'

const segment = (row: number, position: number, length: number, added = 0) => ({
  row,
  rowNumber: row,
  start: 0,
  length,
  added,
  position,
  flags: 0,
})
const detail = { segments: [segment(0, 0, 3, 1), segment(8, 4, 2), segment(8, 6, 1), segment(3, 7, 0)], positions: 10 }

test('a block for each row, neighbours in different colours, then padding', () => {
  expect(maskBlocks(detail, true)).toEqual([
    { start: 0, end: 4, colour: 0 },
    { start: 4, end: 6, colour: 1 },
    { start: 6, end: 7, colour: 0 },
    { start: 7, end: 10, colour: null },
  ])
})

test('one block where nothing keeps the rows apart', () => {
  expect(maskBlocks(detail, false)).toEqual([
    { start: 0, end: 7, colour: 0 },
    { start: 7, end: 10, colour: null },
  ])
})

test('full and empty packs', () => {
  expect(maskBlocks({ segments: [segment(1, 0, 4)], positions: 4 }, true)).toEqual([{ start: 0, end: 4, colour: 1 }])
  expect(maskBlocks({ segments: [], positions: 4 }, true)).toEqual([{ start: 0, end: 4, colour: null }])
  expect(maskBlocks({ segments: [], positions: 0 }, true)).toEqual([])
})

test('share of the causal triangle', () => {
  expect(attendedShare(maskBlocks({ segments: [segment(1, 0, 4)], positions: 4 }, true), 4)).toBe(1)
  expect(attendedShare(maskBlocks(detail, true), 10)).toBeCloseTo((10 + 3 + 1) / 55)
  expect(attendedShare([], 0)).toBe(0)
})

test('positions are gathered into the columns there are', () => {
  const arrays = {
    positionIds: Int32Array.from([0, 1, 2, 3, 0, 1]),
    labels: Int32Array.from([-100, -100, 5, 6, -100, 7]),
    attention: Uint8Array.from([1, 1, 1, 1, 1, 0]),
  }
  expect(stripColumns(arrays, 3)).toEqual([
    { positionId: 1, trained: 0, attended: 1 },
    { positionId: 3, trained: 1, attended: 1 },
    { positionId: 1, trained: 0.5, attended: 0.5 },
  ])
  expect(stripColumns(arrays, 100)).toHaveLength(6)
  expect(stripColumns({ ...arrays, positionIds: new Int32Array(0) }, 100)).toEqual([])
})
