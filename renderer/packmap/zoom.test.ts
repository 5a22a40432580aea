import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anchored,
  barPx,
  clampZoom,
  LINE_PX,
  levelOf,
  type MapSize,
  numberEvery,
  scaleAt,
  zoomOfLevel,
  zoomRange,
} from './zoom.ts'

const large: MapSize = { packs: 10_000_000, capacity: 4096, viewPx: 600, trackPx: 1000 }
const small: MapSize = { packs: 12, capacity: 2048, viewPx: 600, trackPx: 1000 }

const sizes = fc.record({
  packs: fc.integer({ min: 1, max: 20_000_000 }),
  capacity: fc.integer({ min: 1, max: 16_777_216 }),
  viewPx: fc.integer({ min: 1, max: 4000 }),
  trackPx: fc.integer({ min: 40, max: 4000 }),
})

test('usual packs are lines of the usual height across the whole width', () => {
  expect(scaleAt(0, large)).toEqual({ linePx: LINE_PX, positionPx: 1000 / 4096 })
  expect(levelOf(scaleAt(0, large))).toBe('lines')
})

test('furthest all packs are in the window, closest a token can be read', () => {
  const { least, most } = zoomRange(large)
  expect(scaleAt(least, large).linePx * large.packs).toBeCloseTo(600)
  expect(levelOf(scaleAt(least, large))).toBe('fill')
  expect(scaleAt(most, large).positionPx).toBeCloseTo(52)
  expect(levelOf(scaleAt(most, large))).toBe('tokens')
})

test('few packs are never drawn lower than usual, short ones begin with tokens', () => {
  expect(zoomRange(small).least).toBe(0)
  const short = { ...small, capacity: 10 }
  expect(zoomRange(short)).toEqual({ least: 0, most: 0 })
  expect(levelOf(scaleAt(0, short))).toBe('tokens')
})

test('closer is never smaller, whatever the size', () => {
  fc.assert(
    fc.property(
      sizes,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (size, a, b) => {
        const { least, most } = zoomRange(size)
        const [far, near] = [Math.min(a, b), Math.max(a, b)].map((part) => scaleAt(least + (most - least) * part, size))
        expect(near!.linePx).toBeGreaterThanOrEqual(far!.linePx - 1e-9)
        expect(near!.positionPx).toBeGreaterThanOrEqual(far!.positionPx - 1e-9)
        expect(Number.isFinite(near!.linePx) && far!.linePx > 0).toBe(true)
      },
    ),
  )
})

test('each level is where its button leads', () => {
  for (const level of ['fill', 'lines', 'tokens'] as const) {
    expect(levelOf(scaleAt(zoomOfLevel(level, large), large))).toBe(level)
  }
  expect(clampZoom(99, large)).toBe(zoomRange(large).most)
  expect(clampZoom(-99, large)).toBe(zoomRange(large).least)
})

test('what is under the pointer stays under it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e8, noNaN: true }),
      fc.integer({ min: 0, max: 2000 }),
      fc.double({ min: 1e-5, max: 50, noNaN: true }),
      fc.double({ min: 1e-5, max: 50, noNaN: true }),
      (pos, offset, before, after) => {
        const next = anchored(pos, offset, before, after)
        const was = (pos + offset) / before
        expect(Math.abs((next + offset) / after - was)).toBeLessThan(1e-6 * Math.max(1, was))
      },
    ),
  )
})

test.each([
  [15, 1],
  [12, 1],
  [11, 2],
  [6, 2],
  [5, 5],
  [1, 20],
  [0.01, 2000],
  [0.00006, 200_000],
])('lines of %d px have every %d-th number', (linePx, every) => expect(numberEvery(linePx)).toBe(every))

test('bars are lower than their lines', () => {
  for (const linePx of [5, 7.9, 8, 12, 15, 30, 50]) expect(barPx(linePx)).toBeLessThan(linePx)
  expect(barPx(15)).toBe(11)
})
