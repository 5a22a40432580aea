import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketCount, fillScale, posForStrip, stripWindow } from './overview.ts'

test('never more buckets than packs or pixels', () => {
  expect(bucketCount(400, 1_000_000)).toBe(400)
  expect(bucketCount(400.7, 12)).toBe(12)
  expect(bucketCount(0, 12)).toBe(1)
})

test('the window stays inside the strip and can always be grabbed', () => {
  expect(stripWindow(400, 100, 500, 0)).toEqual({ y: 0, height: 400 })
  const top = stripWindow(400, 15_000_000, 600, 0)
  const end = stripWindow(400, 15_000_000, 600, 15_000_000 - 600)
  expect(top).toEqual({ y: 0, height: 8 })
  expect(end.y + end.height).toBeCloseTo(400)
})

test('going to where the window is changes nothing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 50, max: 2000 }),
      fc.integer({ min: 2001, max: 150_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (height, contentPx, share) => {
        const pos = share * (contentPx - height)
        const { y, height: windowHeight } = stripWindow(height, contentPx, height, pos)
        expect(posForStrip(y + windowHeight / 2, height, contentPx, height)).toBeCloseTo(pos, 0)
      },
    ),
  )
})

test('the scale starts at a round tenth below the least fill, and always leaves something to see', () => {
  expect(fillScale([0.97, 0.935, 0.99])).toBe(0.9)
  expect(fillScale([0.42, 1])).toBeCloseTo(0.4)
  expect(fillScale([1, 1])).toBe(0.9)
  expect(fillScale([])).toBe(0.9)
  expect(fillScale([0])).toBe(0)
})
