import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CurvePoint } from '../../../app/protocol/packing.ts'
import {
  axisFloor,
  CURVE_LENGTHS,
  curveLengths,
  curvesOf,
  lengthAfterKey,
  lengthAt,
  lostShare,
  pointAt,
  rangeFor,
  shareOf,
  spreadLabels,
} from './curve.ts'

const point = (sequenceLen: number, efficiency = 0.5, packs = 10): CurvePoint => ({
  strategy: 'bfd',
  sequenceLen,
  packs,
  efficiency,
  keptTokens: 900,
  cutTokens: 100,
  droppedRows: 2,
})

test('the usual range, and one that holds lengths outside of it', () => {
  expect(rangeFor(2048)).toEqual(CURVE_LENGTHS)
  expect(rangeFor(3)).toEqual({ least: 2, most: 65_536 })
  expect(rangeFor(1)).toEqual({ least: 1, most: 65_536 })
  expect(rangeFor(70_000)).toEqual({ least: 128, most: 131_072 })
})

test('curve lengths are whole, ascending and reach both ends', () => {
  const lengths = curveLengths(CURVE_LENGTHS)
  expect(lengths).toHaveLength(25)
  expect(lengths[0]).toBe(128)
  expect(lengths.at(-1)).toBe(65_536)
  expect(lengths.every((length, i) => Number.isInteger(length) && (i === 0 || length > lengths[i - 1]!))).toBe(true)
  expect(curveLengths({ least: 1, most: 4 })).toEqual([1, 2, 3, 4])
})

test('a length has its place on the axis and comes back from it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 128, max: 65_536 }), (length) => {
      expect(lengthAt(shareOf(length, CURVE_LENGTHS), CURVE_LENGTHS, true)).toBe(length)
      const snapped = lengthAt(shareOf(length, CURVE_LENGTHS), CURVE_LENGTHS, false)
      expect(snapped % 64).toBe(0)
      expect(Math.abs(snapped - length)).toBeLessThanOrEqual(32)
    }),
  )
  expect(lengthAt(-1, CURVE_LENGTHS, false)).toBe(128)
  expect(lengthAt(2, CURVE_LENGTHS, false)).toBe(65_536)
})

const key = (name: string, shiftKey = false, altKey = false) => ({ key: name, shiftKey, altKey })

test.each([
  [2048, key('ArrowRight'), 2240],
  [2048, key('ArrowLeft'), 1856],
  [2048, key('ArrowUp', true), 2112],
  [2048, key('ArrowDown', true, true), 2047],
  [128, key('ArrowRight'), 192],
  [2048, key('PageUp'), 4096],
  [2048, key('PageDown'), 1024],
  [2048, key('Home'), 128],
  [2048, key('End'), 65_536],
  [65_536, key('ArrowRight'), 65_536],
  [128, key('ArrowLeft'), 128],
  [2048, key('a'), null],
])('%d after %o is %s', (length, event, next) => {
  expect(lengthAfterKey(length, event, CURVE_LENGTHS)).toBe(next)
})

test('every arrow moves, until the end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 129, max: 65_535 }), fc.boolean(), fc.boolean(), (length, shift, alt) => {
      expect(lengthAfterKey(length, key('ArrowRight', shift, alt), CURVE_LENGTHS)).toBeGreaterThan(length)
      expect(lengthAfterKey(length, key('ArrowLeft', shift, alt), CURVE_LENGTHS)).toBeLessThan(length)
    }),
  )
})

test('curves are sorted and in the order asked for', () => {
  const points = [point(512), { ...point(256), strategy: 'best' as const }, point(256)]
  expect(curvesOf(points, ['best', 'greedy', 'bfd']).map((one) => [one.strategy, one.points.length])).toEqual([
    ['best', 1],
    ['bfd', 2],
  ])
  expect(curvesOf(points, ['bfd'])[0]!.points.map(({ sequenceLen }) => sequenceLen)).toEqual([256, 512])
})

test('between two points the curve is straight over the logarithm', () => {
  const points = [point(256, 0.5, 100), point(1024, 0.9, 50)]
  expect(pointAt(points, 256)).toBe(points[0])
  expect(pointAt(points, 512)).toMatchObject({ sequenceLen: 512, packs: 75 })
  expect(pointAt(points, 512)!.efficiency).toBeCloseTo(0.7)
  expect(pointAt(points, 255)).toBeNull()
  expect(pointAt(points, 1025)).toBeNull()
  expect(pointAt([], 512)).toBeNull()
})

test('share lost and where the axis starts', () => {
  expect(lostShare(point(1))).toBe(0.1)
  expect(lostShare({ ...point(1), keptTokens: 0, cutTokens: 0 })).toBe(0)
  expect(axisFloor([point(1, 0.57), point(2, 0.99)])).toBeCloseTo(0.5)
  expect(axisFloor([point(1, 0.99)])).toBe(0.9)
  expect(axisFloor([point(1, 0, 0), point(2, 0.95)])).toBe(0.9)
  expect(axisFloor([])).toBe(0.9)
})

test('labels keep their distance and their order', () => {
  expect(spreadLabels([10, 50, 90], 13, 0, 100)).toEqual([10, 50, 90])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 }), (ys) => {
      const spread = spreadLabels(ys, 13, 0, 100)
      const sorted = [...spread].sort((a, b) => a - b)
      for (let i = 1; i < sorted.length; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(13)
      for (const [i, y] of ys.entries())
        for (const [j, other] of ys.entries()) if (y < other) expect(spread[i]!).toBeLessThan(spread[j]!)
    }),
  )
})
