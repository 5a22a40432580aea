import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAbortError } from '../errors.ts'
import {
  countingSource,
  cutSource,
  endlessLookingSource,
  failingSource,
  shortSource,
  slowSource,
} from '../testing/hostileSources.ts'
import type { ByteSource } from './byteSource.ts'
import { cachedSource } from './cachedSource.ts'
import { memorySource } from './memorySource.ts'
import { readFull } from './readFull.ts'
import { sliceSource } from './sliceSource.ts'
import { streamBytes } from './streamBytes.ts'

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) % 251)
const memory = memorySource(bytes)

const views: [string, ByteSource, Uint8Array][] = [
  ['memory', memory, bytes],
  ['slice', sliceSource(memory, 100, 900), bytes.subarray(100, 900)],
  ['slice beyond the end', sliceSource(memory, 900, 5000), bytes.subarray(900)],
  ['slice of a slice', sliceSource(sliceSource(memory, 100, 900), 50, 60), bytes.subarray(150, 160)],
  ['slice of unknown length', sliceSource(endlessLookingSource(memory), 990, 2000), bytes.subarray(990)],
  ['cached', cachedSource(memory, { pageBytes: 16, maxBytes: 100 }), bytes],
  ['cached, read past', cachedSource(memory, { pageBytes: 16, maxBytes: 16 }), bytes],
  ['cached, one page', cachedSource(memory, { pageBytes: 4096 }), bytes],
  ['cached, short reads below', cachedSource(shortSource(memory, 3), { pageBytes: 16, maxBytes: 4000 }), bytes],
  ['cached, unknown length', cachedSource(endlessLookingSource(memory), { pageBytes: 16, maxBytes: 4000 }), bytes],
]

describe.each(views)('%s', (_name, source, expected) => {
  it('gives any range, short only at the end', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(1100), fc.nat(200), async (byteStart, size) => {
        const read = await source.read(byteStart, byteStart + size)
        expect([...read]).toEqual([...expected.subarray(byteStart, byteStart + size)])
        read.fill(0) // the caller's own: changing it changes nothing else
        expect([...(await source.read(byteStart, byteStart + size))]).toEqual([
          ...expected.subarray(byteStart, byteStart + size),
        ])
      }),
    ))

  it('rejects what is no range', async () => {
    for (const [byteStart, byteEnd] of [
      [-1, 5],
      [5, 4],
      [0.5, 2],
      [0, Number.NaN],
    ] as const) {
      await expect(source.read(byteStart, byteEnd)).rejects.toMatchObject({ code: 'argument/invalid' })
    }
  })

  it('rejects when aborted', async () => {
    await expect(source.read(0, 8, AbortSignal.abort())).rejects.toSatisfy(isAbortError)
  })
})

describe('cachedSource', () => {
  it('reads a page once, however many want it, and forgets the page used longest ago', async () => {
    const counting = countingSource(memory)
    const source = cachedSource(counting, { pageBytes: 10, maxBytes: 40 })
    await Promise.all([source.read(0, 5), source.read(3, 9), source.read(5, 10)])
    expect(counting.reads).toBe(1)
    await source.read(10, 19)
    await source.read(20, 29)
    await source.read(30, 39)
    await source.read(0, 5) // page 0 is now the last used
    expect(counting.reads).toBe(4)
    await source.read(40, 45)
    await source.read(0, 5)
    expect(counting.reads).toBe(5)
    await source.read(10, 15)
    expect(counting.reads).toBe(6)
  })

  it('lets long reads pass without forgetting anything', async () => {
    const counting = countingSource(memory)
    const source = cachedSource(counting, { pageBytes: 10, maxBytes: 40 })
    await source.read(0, 5)
    await source.read(0, 1000)
    await source.read(0, 5)
    expect(counting.reads).toBe(2)
  })

  it('does not keep failures', async () => {
    let broken = true
    const flaky: ByteSource = {
      byteLength: 1000,
      read: (byteStart, byteEnd) => (broken ? failingSource(memory, 0) : memory).read(byteStart, byteEnd),
    }
    const source = cachedSource(flaky)
    await expect(source.read(0, 5)).rejects.toMatchObject({ code: 'source/read' })
    broken = false
    expect(await source.read(0, 5)).toHaveLength(5)
  })

  it('ends the wait of the reader that aborts, not that of others', async () => {
    const source = cachedSource(slowSource(memory, 5))
    const controller = new AbortController()
    const aborted = source.read(0, 5, controller.signal)
    const other = source.read(0, 5)
    controller.abort()
    await expect(aborted).rejects.toSatisfy(isAbortError)
    expect(await other).toHaveLength(5)
  })
})

describe('readFull', () => {
  it('asks again after short reads', async () => {
    expect([...(await readFull(shortSource(memory, 3), 5, 50))]).toEqual([...bytes.subarray(5, 50)])
    expect(await readFull(shortSource(endlessLookingSource(memory), 3), 990, 2000)).toHaveLength(10)
  })
  it('tells when a source of known length ends before it', async () => {
    await expect(readFull(cutSource(memory, 500), 400, 600)).rejects.toMatchObject({
      code: 'source/changed',
      details: { byte: 500 },
    })
    await expect(readFull(cutSource(memory, 500), 700, 800)).rejects.toMatchObject({ code: 'source/changed' })
  })
})

describe('streamBytes', () => {
  async function collect(source: ByteSource, byteStart: number, byteEnd?: number) {
    const chunks: number[] = []
    const all: number[] = []
    const range = { byteStart, ...(byteEnd === undefined ? {} : { byteEnd }), firstChunkBytes: 10, chunkBytes: 64 }
    for await (const chunk of streamBytes(source, range)) {
      expect(chunk.byteStart).toBe(byteStart + all.length)
      chunks.push(chunk.bytes.length)
      all.push(...chunk.bytes)
    }
    return { chunks, all }
  }

  it.each([
    ['known length', memory],
    ['unknown length', endlessLookingSource(memory)],
    ['short reads', shortSource(memory, 3)],
  ])('gives a range in growing chunks: %s', async (_name, source) => {
    const { chunks, all } = await collect(source, 5)
    expect(all).toEqual([...bytes.subarray(5)])
    expect(chunks.slice(0, 5)).toEqual([10, 20, 40, 64, 64])
    expect((await collect(source, 5, 17)).all).toEqual([...bytes.subarray(5, 17)])
    expect((await collect(source, 1000)).all).toEqual([])
  })

  it('reads one chunk ahead, but only from the second on', async () => {
    const counting = countingSource(memory)
    const stream = streamBytes(counting, { firstChunkBytes: 10, chunkBytes: 10 })
    await stream.next()
    await Promise.resolve()
    expect(counting.reads).toBe(1)
    await stream.next()
    await Promise.resolve()
    expect(counting.reads).toBe(3)
    await stream.return()
  })

  it('passes a failure on when its chunk is due', async () => {
    const seen: number[] = []
    const iterate = async () => {
      const source = failingSource(memory, 35)
      for await (const { bytes } of streamBytes(source, { firstChunkBytes: 10, chunkBytes: 10 }))
        seen.push(bytes.length)
    }
    await expect(iterate()).rejects.toMatchObject({ code: 'source/read' })
    expect(seen).toEqual([10, 10, 10])
  })
})
