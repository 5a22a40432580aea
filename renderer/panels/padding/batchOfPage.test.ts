import { expect, test } from 'vitest'
import type { PadPage } from '../../../app/protocol/packing.ts'
import { batchOfPage } from './batchOfPage.ts'

const page: PadPage = {
  batchStart: 40,
  rowOffsets: Uint32Array.of(0, 3, 5),
  rows: Uint32Array.of(120, 7, 122, 3, 4),
  rowNumbers: null,
  lengths: Uint32Array.of(10, 4, 6, 20, 16),
  widths: Uint32Array.of(10, 16),
}

test('rows come with what is kept, padded and cut', () => {
  expect(batchOfPage(page, 40)).toEqual({
    batch: 40,
    width: 10,
    rows: [
      { row: 120, rowNumber: 120, length: 10, kept: 10, padding: 0, cut: 0 },
      { row: 7, rowNumber: 7, length: 4, kept: 4, padding: 6, cut: 0 },
      { row: 122, rowNumber: 122, length: 6, kept: 6, padding: 4, cut: 0 },
    ],
    padTokens: 10,
    waste: 10 / 30,
  })
  expect(batchOfPage(page, 41)).toMatchObject({
    rows: [
      { row: 3, kept: 16, cut: 4 },
      { row: 4, cut: 0 },
    ],
    waste: 0,
  })
})

test('rows of a view are called what the file calls them', () => {
  const numbered = { ...page, rowNumbers: Float64Array.of(1200, 70, 1220, 30, 40) }
  expect(batchOfPage(numbered, 41)?.rows).toMatchObject([
    { row: 3, rowNumber: 30 },
    { row: 4, rowNumber: 40 },
  ])
})

test('a batch of empty rows wastes nothing', () => {
  const empty = { ...page, lengths: new Uint32Array(5), widths: new Uint32Array(2) }
  expect(batchOfPage(empty, 40)).toMatchObject({ width: 0, padTokens: 0, waste: 0 })
})

test('a page holds only its own batches', () => {
  expect(batchOfPage(page, 39)).toBeNull()
  expect(batchOfPage(page, 42)).toBeNull()
})
