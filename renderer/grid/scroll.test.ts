import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Axis, initialAxis, MAX_SPACER_PX, maxBar, maxPos, rowWindow, scrollReducer, spacerPx } from './scroll.ts'

const ROW = 24

function axis(numRows: number, viewPx = 800): Axis {
  return scrollReducer(initialAxis, { type: 'size', contentPx: numRows * ROW, viewPx })
}

describe('scroll axis', () => {
  it.each([0, 10, 34, 1_000, 333_333, 333_334, 100_000_000, 9_007_199_254])(
    '%i rows: spacer capped, last row exact',
    (numRows) => {
      const start = axis(numRows)
      expect(spacerPx(start)).toBe(Math.min(numRows * ROW, MAX_SPACER_PX))
      for (const end of [
        scrollReducer(start, { type: 'to', px: Number.MAX_SAFE_INTEGER }),
        scrollReducer(start, { type: 'bar', bar: maxBar(start) }),
        scrollReducer(start, { type: 'reveal', start: (numRows - 1) * ROW, end: numRows * ROW }),
      ]) {
        expect(end.pos).toBe(maxPos(start))
        expect(rowWindow(end, ROW, numRows, 0)[1]).toBe(numRows)
      }
    },
  )

  it('reaches the end though the browser rounds the scrollbar down', () => {
    const a = axis(100_000_000)
    expect(scrollReducer(a, { type: 'bar', bar: maxBar(a) - 0.7 }).pos).toBe(maxPos(a))
  })

  it('is one to one where the content fits the page', () => {
    const a = axis(1_000)
    expect(scrollReducer(a, { type: 'bar', bar: 1234.5 }).pos).toBe(1234.5)
    expect(scrollReducer(a, { type: 'by', px: 120 })).toMatchObject({ pos: 120, bar: 120 })
  })

  it('has no room to move when everything is visible', () => {
    const a = axis(10)
    expect(scrollReducer(a, { type: 'by', px: 500 }).pos).toBe(0)
    expect(rowWindow(a, ROW, 10, 6)).toEqual([0, 10])
  })

  it('moves by exact pixels far down a scaled axis', () => {
    let a = scrollReducer(axis(100_000_000), { type: 'to', px: 99_000_000 * ROW })
    for (let i = 0; i < 100; i++) a = scrollReducer(a, { type: 'by', px: 1 })
    expect(a.pos).toBe(99_000_000 * ROW + 100)
  })

  it('ignores the echo of its own scrollbar write', () => {
    const a = scrollReducer(axis(100_000_000), { type: 'by', px: 7 * ROW })
    expect(scrollReducer(a, { type: 'bar', bar: Math.round(a.bar) })).toBe(a)
  })

  it('takes small native steps on a scaled axis as pixels and settles the scrollbar afterwards', () => {
    const a = scrollReducer(axis(100_000_000), { type: 'to', px: 50_000_000 * ROW })
    const paged = scrollReducer(a, { type: 'bar', bar: a.bar + 700 })
    expect(paged.pos).toBe(a.pos + 700)
    const settled = scrollReducer(paged, { type: 'settle' })
    expect(settled.pos).toBe(paged.pos)
    expect(settled.bar).toBeCloseTo((settled.pos / maxPos(a)) * maxBar(a), 6)
  })

  it('takes a thumb drag as a proportion', () => {
    const a = axis(100_000_000)
    expect(scrollReducer(a, { type: 'bar', bar: maxBar(a) / 2 }).pos).toBeCloseTo(maxPos(a) / 2, 3)
  })

  it.each([
    ['inside: nothing moves', 48, 72, false, 0],
    ['below: least movement', 900, 924, false, 124],
    ['below, centred', 2_000, 2_024, true, 2_000 - 388],
    ['taller than the window: its beginning', 5_000, 7_000, false, 5_000],
  ])('reveals %s', (_, start, end, center, pos) => {
    expect(scrollReducer(axis(1_000), { type: 'reveal', start, end, center }).pos).toBe(pos)
  })

  it('keeps the position while rows are added and clamps it when they go', () => {
    const a = scrollReducer(axis(1_000), { type: 'to', px: 5_000 })
    const grown = scrollReducer(a, { type: 'size', contentPx: 50_000_000 * ROW, viewPx: 800 })
    expect(grown.pos).toBe(5_000)
    expect(scrollReducer(grown, { type: 'size', contentPx: 100 * ROW, viewPx: 800 }).pos).toBe(1_600)
  })

  it('stays in range under any sequence of actions', () => {
    const action = fc.oneof(
      fc.record({ type: fc.constant('by' as const), px: fc.double({ min: -1e12, max: 1e12, noNaN: true }) }),
      fc.record({ type: fc.constant('to' as const), px: fc.double({ min: -1e12, max: 1e12, noNaN: true }) }),
      fc.record({ type: fc.constant('bar' as const), bar: fc.double({ min: 0, max: MAX_SPACER_PX, noNaN: true }) }),
      fc.record({
        type: fc.constant('size' as const),
        contentPx: fc.nat(1e9),
        viewPx: fc.integer({ min: 1, max: 2000 }),
      }),
      fc.constant({ type: 'settle' as const }),
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        let a = axis(1_000)
        for (const next of actions) {
          a = scrollReducer(a, next)
          expect(a.pos).toBeGreaterThanOrEqual(0)
          expect(a.pos).toBeLessThanOrEqual(maxPos(a))
        }
      }),
    )
  })
})
