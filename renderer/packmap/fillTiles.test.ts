import { expect, test } from 'vitest'
import { FillTiles, TILE_BUCKETS, tileLevel } from './fillTiles.ts'

/** Reads of packs whose fill is their number over 1,000,000: any mean can be told by hand. */
function fakeView(packs: number) {
  const asked: [number, number, number][] = []
  const answers: (() => void)[] = []
  const read = (start: number, end: number, buckets: number, signal: AbortSignal) =>
    new Promise<Float32Array>((resolve, reject) => {
      asked.push([start, end, buckets])
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      const size = (end - start) / buckets
      answers.push(() =>
        resolve(Float32Array.from({ length: buckets }, (_, i) => (start + (i + 0.5) * size - 0.5) / 1_000_000)),
      )
    })
  const errors: unknown[] = []
  let changes = 0
  const tiles = new FillTiles(
    packs,
    read,
    () => changes++,
    (error) => errors.push(error),
  )
  const settle = async () => {
    for (const answer of answers.splice(0)) answer()
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  return { tiles, asked, errors, settle, changes: () => changes }
}

test.each([
  [0.2, 0],
  [1, 0],
  [2, 1],
  [3, 1],
  [16_666, 14],
])('%d packs a pixel are read in buckets of 2^%d', (perPixel, level) => expect(tileLevel(perPixel)).toBe(level))

test('ten million packs are one small answer or two, the remainder on its own', async () => {
  const { tiles, asked, settle } = fakeView(10_000_000)
  tiles.want(0, 10_000_000, tileLevel(10_000_000 / 600))
  expect(asked).toEqual([
    [0, TILE_BUCKETS * 16_384, TILE_BUCKETS],
    [TILE_BUCKETS * 16_384, 98 * 16_384 + TILE_BUCKETS * 16_384, 98],
    [98 * 16_384 + TILE_BUCKETS * 16_384, 10_000_000, 1],
  ])
  expect(tiles.mean(0, 16_384, 14)).toBeNull()
  await settle()
  expect(tiles.mean(0, 16_384, 14)).toBeCloseTo(8191.5 / 1_000_000)
  expect(tiles.mean(9_999_999, 10_000_000, 14)).toBeCloseTo(9.997, 2)
})

test('coarser buckets stand in until finer ones have come', async () => {
  const { tiles, settle, changes } = fakeView(100_000)
  tiles.want(0, 100_000, 8)
  await settle()
  tiles.want(5000, 5100, 0)
  expect(tiles.mean(5000, 5001, 0)).toBeCloseTo((19 * 256 + 127.5) / 1_000_000)
  await settle()
  expect(tiles.mean(5000, 5001, 0)).toBeCloseTo(0.005)
  expect(changes()).toBe(2)
})

test('what is not wanted any more is abandoned; what is held is not asked for again', async () => {
  const { tiles, asked, settle, errors } = fakeView(1_000_000)
  tiles.want(0, 100, 0)
  tiles.want(900_000, 900_050, 0)
  await settle()
  expect(tiles.mean(0, 1, 0)).toBeNull()
  expect(tiles.mean(900_000, 900_001, 0)).toBeCloseTo(0.9)
  tiles.want(900_000, 900_050, 0)
  expect(asked).toHaveLength(2)
  expect(errors).toEqual([])
})

test('a failure is told once and not tried again', async () => {
  const errors: unknown[] = []
  let reads = 0
  const failing = async (): Promise<Float32Array> => {
    reads++
    throw new Error('gone')
  }
  const tiles = new FillTiles(
    10,
    failing,
    () => {},
    (error) => errors.push(error),
  )
  tiles.want(0, 10, 0)
  await new Promise((resolve) => setTimeout(resolve, 0))
  tiles.want(0, 10, 0)
  expect([reads, errors.length]).toEqual([1, 1])
})
