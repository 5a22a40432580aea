import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  batchesOfSlice,
  heatScale,
  labelStep,
  layoutHeat,
  moveInHeat,
  placeOfSlice,
  sliceAt,
  sliceOfBatch,
  worstSlice,
} from './heatLayout.ts'

const sizes = [fc.integer({ min: 1, max: 4096 }), fc.integer({ min: 60, max: 2400 })] as const

test('every slice has its place, and the place leads back to it', () => {
  fc.assert(
    fc.property(...sizes, fc.nat(), (slices, width, any) => {
      const grid = layoutHeat(slices, width, 48)
      const slice = any % slices
      const { x, y } = placeOfSlice(grid, slice)
      expect(x).toBeGreaterThanOrEqual(48)
      expect(x + grid.cell).toBeLessThanOrEqual(grid.width)
      expect(y + grid.cell).toBeLessThanOrEqual(grid.height)
      expect(sliceAt(grid, x, y)).toBe(slice)
      expect(sliceAt(grid, x + grid.cell - 0.5, y + grid.cell - 0.5)).toBe(slice)
    }),
  )
})

test('cells are as large as the height allows, within the width', () => {
  fc.assert(
    fc.property(...sizes, (slices, width) => {
      const grid = layoutHeat(slices, width, 48)
      expect(grid.columns * grid.lines).toBeGreaterThanOrEqual(slices)
      expect(grid.columns * (grid.lines - 1)).toBeLessThan(slices)
      if (grid.columns > 1) expect(grid.width).toBeLessThanOrEqual(width)
      if (grid.cell > 3) expect(grid.height).toBeLessThanOrEqual(144)
    }),
  )
})

test('a short epoch is one line; a long one wraps at round numbers', () => {
  expect(layoutHeat(5, 1000, 48)).toMatchObject({ columns: 5, lines: 1, cell: 26, gap: 1 })
  expect(layoutHeat(375, 1000, 48)).toMatchObject({ columns: 50, lines: 8, cell: 18 })
  expect(layoutHeat(4096, 1000, 48)).toMatchObject({ columns: 190, lines: 22, cell: 5 })
})

test('beside the grid there is nothing', () => {
  const grid = layoutHeat(375, 1000, 48)
  expect(sliceAt(grid, 47, 5)).toBeNull()
  expect(sliceAt(grid, grid.width, 5)).toBeNull()
  expect(sliceAt(grid, 60, -1)).toBeNull()
  expect(sliceAt(grid, 60, grid.height)).toBeNull()
  expect(sliceAt(grid, grid.width - 1, grid.height - 1)).toBeNull() // 375 of 400 cells
})

test('keys walk the slices and stop at the ends', () => {
  const grid = layoutHeat(375, 1000, 48)
  expect(moveInHeat(grid, 39, 'ArrowRight')).toBe(40)
  expect(moveInHeat(grid, 0, 'ArrowLeft')).toBe(0)
  expect(moveInHeat(grid, 374, 'ArrowRight')).toBe(374)
  expect(moveInHeat(grid, 5, 'ArrowDown')).toBe(55)
  expect(moveInHeat(grid, 5, 'ArrowUp')).toBe(5)
  expect(moveInHeat(grid, 350, 'ArrowDown')).toBe(350)
  expect(moveInHeat(grid, 50, 'Home')).toBe(0)
  expect(moveInHeat(grid, 50, 'End')).toBe(374)
  expect(moveInHeat(grid, 50, 'a')).toBeNull()
})

test('numbers of lines keep their distance', () => {
  expect(labelStep(layoutHeat(375, 1000, 48), 14)).toBe(1)
  expect(labelStep(layoutHeat(4096, 1000, 48), 14)).toBe(3)
})

test('slices cover the epoch without gap or overlap, and every batch finds its own', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4096 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.nat(),
      (slices, more, any) => {
        const batches = slices + more
        let end = 0
        for (let slice = 0; slice < slices; slice++) {
          const range = batchesOfSlice(slice, slices, batches)
          if (range.batchStart !== end || range.batchEnd <= end)
            throw new Error(`slice ${slice} of ${slices}, ${batches}`)
          end = range.batchEnd
        }
        expect(end).toBe(batches)
        const batch = any % batches
        const { batchStart, batchEnd } = batchesOfSlice(sliceOfBatch(batch, slices, batches), slices, batches)
        expect(batchStart <= batch && batch < batchEnd).toBe(true)
      },
    ),
    { numRuns: 50 },
  )
})

test('the worst slice and the scale', () => {
  expect(worstSlice(Float32Array.of(0.1, 0.7, 0.7, 0.2))).toBe(1)
  expect(worstSlice(new Float32Array(0))).toBe(0)
  expect(heatScale([])).toBe(0.1)
  expect(heatScale([Float32Array.of(0, 0)])).toBe(0.1)
  expect(heatScale([Float32Array.of(0.31), Float32Array.of(0.52)])).toBeCloseTo(0.6)
  expect(heatScale([Float32Array.of(0.4)])).toBeCloseTo(0.4) // 0.4 as a float32 is a little more
  expect(heatScale([Float32Array.of(0.999)])).toBe(1)
})
