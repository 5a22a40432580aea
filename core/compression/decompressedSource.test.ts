import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../errors.ts'
import type { ByteSource } from '../io/byteSource.ts'
import { memorySource } from '../io/memorySource.ts'
import { concatBytes } from '../io/readFull.ts'
import { streamBytes } from '../io/streamBytes.ts'
import { fakeCodecs, fakePack } from '../testing/fakeCodecs.ts'
import {
  countingSource,
  cutSource,
  failingSource,
  poisonedSource,
  shortSource,
  slowSource,
} from '../testing/hostileSources.ts'
import { Checkpoints, memoryStates } from './checkpoints.ts'
import { decompressedSource } from './decompressedSource.ts'

/** Bytes that differ from place to place, in runs of one to three. */
function plainOf(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let i = 0, value = 7; i < length; value = (value * 75 + 74) % 65537) {
    for (let run = 1 + (value % 3); run > 0 && i < length; run--) bytes[i++] = value & 0xff
  }
  return bytes
}

const open = (packed: ByteSource, spacing = 50_000, budget = 1000, codecs = fakeCodecs()) =>
  decompressedSource({
    packed,
    codec: 'gzip',
    codecs,
    checkpoints: new Checkpoints(memoryStates(budget), spacing),
    cacheBytes: 1024 ** 2,
  })

/** Compares fast: the matcher's own way takes seconds for megabytes. */
function same(got: Uint8Array, wanted: Uint8Array): void {
  expect(got.length).toBe(wanted.length)
  expect(Buffer.compare(got, wanted)).toBe(0)
}

async function everything(source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const chunks = streamBytes(source, { firstChunkBytes: 100_000, chunkBytes: 300_000 })
  for await (const { bytes } of chunks) parts.push(bytes)
  return concatBytes(parts)
}

describe('a decompressed source', () => {
  const plain = plainOf(4_000_000)
  const packed = fakePack(plain)

  it('is the plain bytes, its length known once the end was seen', async () => {
    const source = open(memorySource(packed))
    expect(source.byteLength).toBeNull()
    same(await everything(source), plain)
    expect(source.byteLength).toBe(plain.length)
    expect(source.packedEnd).toBe(packed.length)
    expect(source.damage).toBeNull()
    expect((await source.read(plain.length, plain.length + 5)).length).toBe(0)
  })

  it('gives any slice to readers at once, whatever they read before', async () => {
    const reads = fc.array(
      fc.record({
        start: fc.nat(plain.length + 1000),
        length: fc.oneof(fc.nat(3000), fc.nat(400_000), fc.nat(1_200_000)),
        together: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    )
    const inMembers = fakePack(plain, 90_000)
    await fc.assert(
      fc.asyncProperty(reads, fc.constantFrom(1, 90_000), async (list, memberBytes) => {
        const bytes = memberBytes === 1 ? packed : inMembers
        const codecs = fakeCodecs()
        const source = open(memorySource(bytes), 200_000, 5 * 18, codecs)
        let pending: Promise<unknown>[] = []
        for (const { start, length, together } of list) {
          const read = source.read(start, start + length).then((got) => {
            expect(got.length).toBe(Math.max(0, Math.min(length, plain.length - start)))
            expect(Buffer.compare(got, plain.subarray(start, start + length))).toBe(0)
          })
          pending.push(read)
          if (!together) {
            await Promise.all(pending)
            pending = []
          }
        }
        await Promise.all(pending)
        source.close()
        expect(codecs.live).toBe(0)
      }),
      { numRuns: 8 },
    )
  })

  it('goes on from the nearest checkpoint', async () => {
    const counted = countingSource(memorySource(packed))
    const source = open(counted)
    await everything(source)
    const { bytesRead } = counted
    await source.read(3_500_000, 3_500_010)
    expect(counted.bytesRead - bytesRead).toBeLessThan(300_000)
    expect(source.checkpoints.all.length).toBeGreaterThan(3)
  })

  it('answers from decoded blocks when what was read is read again', async () => {
    const counted = countingSource(memorySource(packed))
    const source = open(counted)
    const far = await source.read(600_000, 700_000)
    const { reads } = counted
    same(await source.read(600_000, 700_000), far)
    same(await source.read(300_000, 310_000), plain.slice(300_000, 310_000))
    expect(counted.reads).toBe(reads)
  })

  it('leaves a scan its decoder while others look around', async () => {
    const codecs = fakeCodecs()
    const source = open(memorySource(packed), 1e9, 0, codecs)
    for (let at = 0; at + 1_100_000 < plain.length; at += 1_100_000) {
      same(await source.read(at, at + 1_100_000), plain.slice(at, at + 1_100_000))
      await source.read(at + 1_300_000, at + 1_300_100)
    }
    expect(codecs.made).toBeLessThanOrEqual(3)
  })

  it('notes edges of members without keeping a state', async () => {
    const source = open(memorySource(fakePack(plain, 100_000)), 60_000, 0)
    await everything(source)
    expect(source.checkpoints.all.length).toBeGreaterThan(30)
    expect(source.checkpoints.all.every(({ stateBytes }) => stateBytes === 0)).toBe(true)
    same(await source.read(3_210_000, 3_210_100), plain.slice(3_210_000, 3_210_100))
  })

  it('reads on when every state is lost, or is garbage', async () => {
    for (const answer of [null, new Uint8Array(18)]) {
      const store = { ...memoryStates(1e6), get: async () => answer }
      const checkpoints = new Checkpoints(store, 100_000)
      const source = decompressedSource({
        packed: memorySource(packed),
        codec: 'zstd',
        codecs: fakeCodecs(),
        checkpoints,
        cacheBytes: 0,
      })
      await everything(source)
      expect(checkpoints.all.length).toBeGreaterThan(5)
      same(await source.read(3_000_000, 3_000_100), plain.slice(3_000_000, 3_000_100))
    }
  })
})

describe('a damaged stream', () => {
  const plain = plainOf(300)
  const packed = fakePack(plain, 70)

  it('cut at every byte: all decodable before stays readable, and the cut is told', async () => {
    for (let cut = 0; cut < packed.length; cut++) {
      const codecs = fakeCodecs()
      const source = open(memorySource(packed.subarray(0, cut)), 50_000, 1000, codecs)
      const got = await everything(source)
      same(got, plain.slice(0, got.length))
      expect(source.byteLength).toBe(got.length)
      const atEdge = cut === 0 || (cut > 0 && fakeEdges(packed).includes(cut))
      expect(source.damage === null, `cut at ${cut}`).toBe(atEdge)
      if (source.damage)
        expect(source.damage).toMatchObject({ byte: got.length, packedByte: cut, code: 'compression/corrupt' })
      source.close()
      expect(codecs.live).toBe(0)
    }
  })

  it('with any byte changed: never hangs, and ends with or without damage', async () => {
    for (let at = 0; at < packed.length; at++) {
      const source = open(poisonedSource(memorySource(packed), at, at + 1, packed[at]! ^ 0x41))
      const got = await everything(source)
      expect(source.byteLength).toBe(got.length)
    }
  })
})

/** Offsets behind members. */
function fakeEdges(packed: Uint8Array): number[] {
  const edges: number[] = []
  for (let at = 1; at < packed.length; ) {
    if (packed[at] === 0) {
      edges.push(at + 2)
      at += 3
    } else at += 2
  }
  return edges
}

describe('hostile sources below', () => {
  const plain = plainOf(900_000)
  const packed = fakePack(plain)

  it('short reads', async () => {
    same(await everything(open(shortSource(memorySource(packed), 1000))), plain)
  })

  it('a read that fails is told, and read again when asked again', async () => {
    let failures = 2
    const flaky: ByteSource = {
      byteLength: packed.length,
      async read(start, end, signal) {
        if (start > 300_000 && failures-- > 0) throw new EngineError('source/read', 'no luck', { byte: start })
        return memorySource(packed).read(start, end, signal)
      },
    }
    const source = open(flaky)
    await expect(source.read(0, 800_000)).rejects.toMatchObject({ code: 'source/read' })
    await expect(source.read(0, 800_000)).rejects.toMatchObject({ code: 'source/read' })
    same(await source.read(0, 800_000), plain.slice(0, 800_000))
    same(await everything(source), plain)
    const broken = open(failingSource(memorySource(packed), 700_000))
    await expect(everything(broken)).rejects.toMatchObject({ code: 'source/read' })
    expect(broken.damage).toBeNull()
  })

  it('a source that ends before its length', async () => {
    await expect(everything(open(cutSource(memorySource(packed), 500_000)))).rejects.toMatchObject({
      code: 'source/changed',
    })
  })

  it('an abort ends the wait at once, and the next read is whole', async () => {
    const source = open(slowSource(memorySource(packed), 5))
    const controller = new AbortController()
    const reading = source.read(0, 900_000, controller.signal)
    controller.abort()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    await expect(source.read(0, 10, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
    same(await source.read(0, 900_000), plain)
  })

  it('an abort in the middle of a long stretch of output', async () => {
    const bomb = new Uint8Array(200_000)
    bomb[0] = 0x4d
    for (let i = 1; i < bomb.length; i++) bomb[i] = 255
    const source = open(memorySource(bomb))
    const controller = new AbortController()
    const reading = source.read(20_000_000, 20_000_100, controller.signal)
    setTimeout(() => controller.abort(), 1)
    await reading.catch((error: unknown) => expect(error).toMatchObject({ name: 'AbortError' }))
  })

  it('more readers than decoders: each waits for its turn or leaves', async () => {
    const source = open(slowSource(memorySource(packed), 1))
    const controller = new AbortController()
    const reads = Array.from({ length: 12 }, (_, i) => source.read(i * 70_000, i * 70_000 + 50))
    const impatient = source.read(800_000, 800_010, controller.signal)
    controller.abort()
    await expect(impatient).rejects.toMatchObject({ name: 'AbortError' })
    for (const [i, read] of reads.entries()) same(await read, plain.slice(i * 70_000, i * 70_000 + 50))
    const late = source.read(500_000, 500_100)
    source.close()
    await expect(source.read(899_000, 899_100).then(() => late)).rejects.toMatchObject({ code: 'source/read' })
  })
})

describe('checkpoints', () => {
  it('stay within their budget: every second one is dropped, and they come further apart', async () => {
    const states = memoryStates(10 * 18)
    const checkpoints = new Checkpoints(states, 1000)
    for (let at = 0; at < 100_000; at += 500) {
      if (checkpoints.wantsState(at, 18)) await checkpoints.addState(at, at, new Uint8Array(18))
    }
    const places = checkpoints.all.map(({ plainByte }) => plainByte)
    expect(places.length).toBeLessThanOrEqual(10)
    expect(places.length).toBeGreaterThanOrEqual(4)
    expect(places.at(-1)).toBeGreaterThan(80_000)
    for (const checkpoint of checkpoints.all) expect(await checkpoints.state(checkpoint)).toHaveLength(18)
    expect(checkpoints.takeFresh()).toEqual(checkpoints.all)
  })

  it('come further apart for larger states', () => {
    const checkpoints = new Checkpoints(memoryStates(1e9), 1000)
    expect(checkpoints.wantsState(1000, 18)).toBe(true)
    expect(checkpoints.wantsState(1000, 100)).toBe(false)
    expect(checkpoints.wantsState(1600, 100)).toBe(true)
  })

  it('are asked of others where the last known one is far off', async () => {
    const states = memoryStates(1e6)
    const known = new Checkpoints(states, 1000)
    for (const at of [2000, 4000]) await known.addState(at, at, new Uint8Array(18))
    let asked = 0
    const checkpoints = new Checkpoints(states, 1000, async () => {
      asked++
      return known.all
    })
    await checkpoints.lookAround(1500)
    expect(asked).toBe(0)
    await checkpoints.lookAround(4500)
    expect(checkpoints.nearest(4500)).toMatchObject({ plainByte: 4000 })
    await checkpoints.lookAround(4600)
    expect(asked).toBe(1)
    checkpoints.distrust(known.all[1]!)
    checkpoints.distrust(known.all[0]!)
    await checkpoints.lookAround(9000)
    expect(asked).toBe(1)
  })
})
