import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layoutPack, positionAt } from './layout.ts'
import type { Pack, Segment } from './segments.ts'

function packOfLengths(lengths: readonly number[], sequenceLen: number, added = 0): Pack {
  let start = 0
  const segments = lengths.map((length, i): Segment => {
    const segment = {
      row: i,
      rowNumber: i,
      start,
      end: start + length,
      tokens: length - added,
      added,
      colour: i % 8,
      cut: false,
      continues: false,
    }
    start = segment.end
    return segment
  })
  return { pack: 0, sequenceLen, segments, used: start }
}

const track = { left: 60, width: 1000 }

test('lengths become widths, the rest is padding', () => {
  const { rects, padding } = layoutPack(packOfLengths([500, 250], 1000), track, 1)
  expect(rects.map(({ x, width }) => [x, width])).toEqual([
    [60, 499],
    [560, 249],
  ])
  expect(padding).toEqual({ x: 810, width: 250 })
})

test('a full pack has no padding and reaches the very end', () => {
  const { rects, padding } = layoutPack(packOfLengths([400, 600], 1000), track, 2)
  expect(padding).toBeNull()
  expect(rects.at(-1)).toMatchObject({ x: 460, width: 600 })
})

test('what the strategy added shows at the end of the segment', () => {
  const { rects } = layoutPack(packOfLengths([10], 20, 2), track, 1)
  expect(rects[0]).toMatchObject({ x: 60, width: 499 })
  expect(rects[0]!.addedWidth).toBe(99)
})

test('rectangles stay on device pixels, apart, in order and inside, however many there are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 3000 }),
      fc.integer({ min: 0, max: 500 }),
      fc.constantFrom(1, 1.25, 1.5, 2, 3),
      fc.integer({ min: 40, max: 1800 }),
      (lengths, rest, pixelRatio, width) => {
        const sequenceLen = Math.max(3, lengths.reduce((sum, length) => sum + length, 0) + rest)
        const { rects, padding } = layoutPack(packOfLengths(lengths, sequenceLen), { left: 60, width }, pixelRatio)
        let edge = 0
        for (const rect of rects) {
          expect(Math.abs(rect.x * pixelRatio - Math.round(rect.x * pixelRatio))).toBeLessThan(1e-6)
          expect(rect.x).toBeGreaterThanOrEqual(edge - 1e-9)
          expect(rect.width).toBeGreaterThan(0)
          expect(rect.addedWidth).toBeLessThanOrEqual(rect.width)
          edge = rect.x + rect.width
        }
        expect(edge).toBeLessThanOrEqual((padding ? padding.x : 60 + width + 1) + 1e-9)
        expect(rects.length).toBeLessThanOrEqual(width * pixelRatio + 1)
      },
    ),
    { numRuns: 60 },
  )
})

test('a point on the track is a position, a point beside it is none', () => {
  expect(positionAt(60, track, 4096)).toBe(0)
  expect(positionAt(1059.99, track, 4096)).toBe(4095)
  expect(positionAt(560, track, 4096)).toBe(2048)
  expect(positionAt(59.9, track, 4096)).toBeNull()
  expect(positionAt(1060, track, 4096)).toBeNull()
})

test('what lies beside the window is left out, padding is cut to it', () => {
  const wide = { left: 60 - 4000, width: 10_000 }
  const { rects, padding } = layoutPack(packOfLengths([300, 200, 100], 1000), wide, 1, track)
  expect(rects.map(({ index }) => index)).toEqual([1])
  expect(padding).toBeNull()
  const end = layoutPack(packOfLengths([300, 200, 100], 1000), { left: 60 - 5500, width: 10_000 }, 1, track)
  expect(end.rects.map(({ index }) => index)).toEqual([2])
  expect(end.padding).toEqual({ x: 560, width: 500 })
})
