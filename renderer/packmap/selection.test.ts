import { expect, test } from 'vitest'
import type { Pack } from './segments.ts'
import { isMapKey, LAST_SEGMENT, type MapKey, moveSelection, moveToken, resolveSegment } from './selection.ts'

function packOf(segments: number): Pack {
  const list = Array.from({ length: segments }, (_, i) => ({
    row: i,
    rowNumber: i,
    start: i * 10,
    end: i * 10 + 10,
    tokens: 8,
    added: 2,
    colour: i % 8,
    cut: false,
    continues: false,
  }))
  return { pack: 5, sequenceLen: 100, segments: list, used: segments * 10 }
}

const from = { pack: 5, segment: 1 }

test.each<[MapKey, { pack: number; segment: number }]>([
  ['ArrowUp', { pack: 4, segment: 1 }],
  ['ArrowDown', { pack: 6, segment: 1 }],
  ['PageUp', { pack: 0, segment: 1 }],
  ['PageDown', { pack: 15, segment: 1 }],
  ['Home', { pack: 0, segment: 0 }],
  ['End', { pack: 99, segment: LAST_SEGMENT }],
  ['ArrowLeft', { pack: 5, segment: 0 }],
  ['ArrowRight', { pack: 5, segment: 2 }],
])('%s', (key, expected) => expect(moveSelection(from, key, 100, 10, packOf(3))).toEqual(expected))

test('left and right go over into the neighbouring pack', () => {
  expect(moveSelection({ pack: 5, segment: 0 }, 'ArrowLeft', 100, 10, packOf(3))).toEqual({
    pack: 4,
    segment: LAST_SEGMENT,
  })
  expect(moveSelection({ pack: 5, segment: 2 }, 'ArrowRight', 100, 10, packOf(3))).toEqual({ pack: 6, segment: 0 })
})

test('the ends hold', () => {
  expect(moveSelection({ pack: 0, segment: 0 }, 'ArrowLeft', 100, 10, packOf(3))).toEqual({ pack: 0, segment: 0 })
  expect(moveSelection({ pack: 99, segment: 2 }, 'ArrowRight', 100, 10, packOf(3))).toEqual({ pack: 99, segment: 2 })
  expect(moveSelection({ pack: 99, segment: 0 }, 'PageDown', 100, 10, packOf(3)).pack).toBe(99)
})

test('while a pack is not here, right waits and left steps back', () => {
  expect(moveSelection(from, 'ArrowRight', 100, 10, null)).toEqual(from)
  expect(moveSelection(from, 'ArrowLeft', 100, 10, null)).toEqual({ pack: 4, segment: LAST_SEGMENT })
})

test('a wished segment is brought into the pack', () => {
  expect(resolveSegment({ pack: 5, segment: LAST_SEGMENT }, packOf(3))).toBe(2)
  expect(resolveSegment({ pack: 5, segment: 1 }, packOf(0))).toBe(-1)
  expect(resolveSegment({ pack: 5, segment: -1 }, packOf(3))).toBe(-1)
})

test('other keys are left to others', () => {
  expect(isMapKey('ArrowUp')).toBe(true)
  expect(isMapKey('a')).toBe(false)
})

test('token by token, within the pack', () => {
  const pack = packOf(3)
  expect(moveToken({ pack: 5, segment: 1 }, 1, pack)).toEqual({ pack: 5, segment: 1, position: 10 })
  expect(moveToken({ pack: 5, segment: 1, position: 19 }, 1, pack)).toEqual({ pack: 5, segment: 2, position: 20 })
  expect(moveToken({ pack: 5, segment: 2, position: 29 }, 1, pack)).toEqual({ pack: 5, segment: -1, position: 30 })
  expect(moveToken({ pack: 5, segment: 0, position: 0 }, -1, pack)).toEqual({ pack: 5, segment: 0, position: 0 })
  expect(moveToken({ pack: 5, segment: -1, position: 99 }, 1, pack).position).toBe(99)
  expect(moveToken(from, 1, null)).toEqual(from)
})
