import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PackPage } from '../../app/protocol/datasets.ts'
import { SEGMENT_CONTINUES, SEGMENT_CUT } from '../../core/packing/plan/segmentFlags.ts'
import { packOf, segmentAt } from './segments.ts'

type Row = [row: number, length: number, added: number, flags: number]

function pageOf(packs: Row[][], packStart = 0, sequenceLen = 100): PackPage {
  const all = packs.flat()
  const offsets = [0]
  for (const pack of packs) offsets.push(offsets.at(-1)! + pack.length)
  return {
    datasetId: 'd',
    packStart,
    numPacks: packs.length,
    sequenceLen,
    segmentOffsets: Uint32Array.from(offsets),
    rows: Float64Array.from(all, ([row]) => row),
    rowNumbers: null,
    lengths: Uint32Array.from(all, ([, length]) => length),
    added: Uint8Array.from(all, ([, , added]) => added),
    flags: Uint8Array.from(all, ([, , , flags]) => flags),
  }
}

test('segments stand behind each other, padding behind them', () => {
  const page = pageOf(
    [
      [[7, 10, 2, 0]],
      [
        [8, 30, 2, 0],
        [9, 20, 2, SEGMENT_CUT],
        [10, 40, 0, SEGMENT_CONTINUES],
      ],
    ],
    500,
  )
  const pack = packOf(page, 501)
  expect(pack.segments.map(({ row, start, end, cut, continues }) => [row, start, end, cut, continues])).toEqual([
    [8, 0, 32, false, false],
    [9, 32, 54, true, false],
    [10, 54, 94, false, true],
  ])
  expect(pack.used).toBe(94)
  expect(() => packOf(page, 499)).toThrow(RangeError)
  expect(() => packOf(page, 502)).toThrow(RangeError)
})

test('a pack without segments is all padding', () => {
  const pack = packOf(pageOf([[]]), 0)
  expect(pack).toMatchObject({ segments: [], used: 0 })
  expect(segmentAt(pack, 0)).toBe(-1)
})

const packs = fc.array(fc.array(fc.tuple(fc.nat(2 ** 40), fc.nat(20), fc.nat(2), fc.constant(0)), { maxLength: 12 }), {
  minLength: 1,
  maxLength: 5,
})

test('neighbours never share a colour, and every position belongs to one segment or to the padding', () => {
  fc.assert(
    fc.property(packs, (rows) => {
      const page = pageOf(rows, 3, 300)
      for (let i = 0; i < rows.length; i++) {
        const pack = packOf(page, 3 + i)
        pack.segments.forEach((segment, at) => {
          expect(segment.colour).not.toBe(pack.segments[at - 1]?.colour)
          expect(segment.colour).toBeLessThan(8)
          for (let position = segment.start; position < segment.end; position++) {
            expect(segmentAt(pack, position)).toBe(at)
          }
        })
        expect(segmentAt(pack, pack.used)).toBe(-1)
      }
    }),
  )
})
