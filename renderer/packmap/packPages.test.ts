import { expect, test } from 'vitest'
import type { PackPage } from '../../app/protocol/datasets.ts'
import { abortError } from '../../core/errors.ts'
import { PACKS_PER_PAGE, PackPages } from './packPages.ts'

interface Ask {
  packStart: number
  packEnd: number
  signal: AbortSignal
  answer(segments?: number): Promise<void>
  fail(error: unknown): Promise<void>
}

/** An engine that answers when told to. */
function harness(packs: number) {
  const asks: Ask[] = []
  const errors: unknown[] = []
  let changes = 0
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
  const read = (packStart: number, packEnd: number, signal: AbortSignal) =>
    new Promise<PackPage>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(abortError()))
      asks.push({
        packStart,
        packEnd,
        signal,
        answer: async (segments = 1) => {
          resolve(pageOf(packStart, packEnd, segments))
          await settle()
        },
        fail: async (error) => {
          reject(error)
          await settle()
        },
      })
    })
  const pages = new PackPages(
    packs,
    read,
    () => {
      changes++
    },
    (error) => errors.push(error),
  )
  return { pages, asks, errors, changes: () => changes, settle }
}

function pageOf(packStart: number, packEnd: number, segmentsPerPack: number): PackPage {
  const numPacks = packEnd - packStart
  const count = numPacks * segmentsPerPack
  return {
    datasetId: 'd',
    packStart,
    numPacks,
    sequenceLen: 64,
    segmentOffsets: Uint32Array.from({ length: numPacks + 1 }, (_, i) => i * segmentsPerPack),
    rows: Float64Array.from({ length: count }, (_, i) => i),
    rowNumbers: null,
    lengths: new Uint32Array(count).fill(1),
    added: new Uint8Array(count),
    flags: new Uint8Array(count),
  }
}

test('a page is asked for once, cut at the last pack, and then held', async () => {
  const { pages, asks, changes } = harness(PACKS_PER_PAGE + 10)
  pages.want(PACKS_PER_PAGE - 5, PACKS_PER_PAGE + 5)
  pages.want(PACKS_PER_PAGE - 4, PACKS_PER_PAGE + 6)
  expect(asks.map(({ packStart, packEnd }) => [packStart, packEnd])).toEqual([
    [0, PACKS_PER_PAGE],
    [PACKS_PER_PAGE, PACKS_PER_PAGE + 10],
  ])
  expect(pages.get(0)).toBeNull()
  await asks[0]!.answer()
  expect(pages.get(PACKS_PER_PAGE - 1)?.pack).toBe(PACKS_PER_PAGE - 1)
  expect(changes()).toBe(1)
  pages.want(0, 10)
  expect(asks.length).toBe(2)
})

test('a question that is no longer of interest is abandoned, and its late answer dropped', async () => {
  const { pages, asks, errors } = harness(PACKS_PER_PAGE * 100)
  pages.want(0, 10)
  pages.want(PACKS_PER_PAGE * 50, PACKS_PER_PAGE * 50 + 10)
  expect(asks[0]!.signal.aborted).toBe(true)
  await asks[0]!.answer()
  expect(pages.get(0)).toBeNull()
  await asks[1]!.answer()
  expect(pages.get(PACKS_PER_PAGE * 50)).not.toBeNull()
  expect(errors).toEqual([])
})

test('a page that failed is told once and not asked for again', async () => {
  const { pages, asks, errors, changes } = harness(1000)
  pages.want(0, 10)
  const failure = new Error('gone')
  await asks[0]!.fail(failure)
  expect(errors).toEqual([failure])
  expect(pages.failed(3)).toBe(true)
  expect(changes()).toBe(1)
  pages.want(0, 10)
  expect(asks.length).toBe(1)
})

test('over its budget the cache lets the oldest go, never what is in view', async () => {
  const heavy = 16_000 // segments a pack: two pages are more than the budget
  const { pages, asks } = harness(PACKS_PER_PAGE * 10)
  for (const page of [0, 1, 2]) {
    pages.want(page * PACKS_PER_PAGE, page * PACKS_PER_PAGE + 1)
    await asks[page]!.answer(heavy)
  }
  pages.want(2 * PACKS_PER_PAGE, 2 * PACKS_PER_PAGE + 1)
  expect(pages.get(0)).toBeNull()
  expect(pages.get(2 * PACKS_PER_PAGE)).not.toBeNull()
})

test('dispose abandons what is under way', () => {
  const { pages, asks } = harness(1000)
  pages.want(0, 10)
  pages.dispose()
  expect(asks[0]!.signal.aborted).toBe(true)
})

test('nothing wanted, nothing asked', () => {
  const { pages, asks } = harness(0)
  pages.want(0, 0)
  expect(asks).toEqual([])
})
