import { describe, expect, it } from 'vitest'
import { moveActive, pageRowsFor } from './activeCell.ts'

const bounds = { numRows: 100_000_000, numColumns: 10, pageRows: 30 }

describe('moveActive', () => {
  it.each([
    ['ArrowDown', false, 5, 3, 6, 3],
    ['ArrowUp', false, 5, 3, 4, 3],
    ['ArrowUp', false, 0, 3, -1, 3],
    ['ArrowUp', false, -1, 3, -1, 3],
    ['ArrowDown', false, -1, 3, 0, 3],
    ['ArrowDown', false, 99_999_999, 3, 99_999_999, 3],
    ['ArrowLeft', false, 5, 0, 5, 0],
    ['ArrowRight', false, 5, 9, 5, 9],
    ['ArrowRight', false, 5, 3, 5, 4],
    ['ArrowLeft', true, 5, 3, 5, 0],
    ['ArrowRight', true, 5, 3, 5, 9],
    ['ArrowDown', true, 5, 3, 99_999_999, 3],
    ['ArrowUp', true, 5, 3, 0, 3],
    ['PageDown', false, 5, 3, 35, 3],
    ['PageUp', false, 5, 3, 0, 3],
    ['PageDown', false, 99_999_990, 3, 99_999_999, 3],
    ['Home', false, 5, 3, 5, 0],
    ['End', false, 5, 3, 5, 9],
    ['Home', true, 5, 3, 0, 0],
    ['End', true, 5, 3, 99_999_999, 9],
  ])('%s (ctrl %s) from %i,%i', (key, ctrl, row, col, toRow, toCol) => {
    expect(moveActive({ row, col }, { key, ctrl }, bounds)).toEqual({ row: toRow, col: toCol })
  })

  it.each(['a', 'Enter', 'Tab', 'Escape'])('%s does not move', (key) => {
    expect(moveActive({ row: 1, col: 1 }, { key, ctrl: false }, bounds)).toBeNull()
  })

  it.each(['ArrowDown', 'PageDown', 'End', 'Home', 'ArrowRight'])(
    '%s stays on the header of an empty dataset',
    (key) => {
      const moved = moveActive({ row: -1, col: 0 }, { key, ctrl: true }, { numRows: 0, numColumns: 1, pageRows: 30 })
      expect(moved).toEqual({ row: -1, col: 0 })
    },
  )
})

it.each([
  [800, 24, 32],
  [10, 24, 1],
  [0, 24, 1],
])('a window of %i px and rows of %i px page by %i', (view, height, rows) => {
  expect(pageRowsFor(view, height)).toBe(rows)
})
