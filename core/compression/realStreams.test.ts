import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../io/byteSource.ts'
import { memorySource } from '../io/memorySource.ts'
import { concatBytes } from '../io/readFull.ts'
import { streamBytes } from '../io/streamBytes.ts'
import { testCodecs } from '../testing/codecs.ts'
import { fixture } from '../testing/golden.ts'
import { poisonedSource } from '../testing/hostileSources.ts'
import { Checkpoints, memoryStates } from './checkpoints.ts'
import { decompressedSource } from './decompressedSource.ts'

const rows = (from: number, to: number) =>
  Array.from(
    { length: to - from },
    (_, i) => `{"id":${from + i},"text":"${((from + i) * 7919).toString(36).repeat(3)}"}\n`,
  ).join('')
const bytesOf = (text: string) => new TextEncoder().encode(text)

function open(packed: ByteSource, spacing = 100_000) {
  const checkpoints = new Checkpoints(memoryStates(1e9), spacing)
  return decompressedSource({ packed, codec: 'gzip', codecs: testCodecs(), checkpoints, cacheBytes: 1e6 })
}

async function everything(source: ByteSource, chunkBytes: number) {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const { bytes } of streamBytes(source, { firstChunkBytes: chunkBytes, chunkBytes })) parts.push(bytes)
  return Buffer.from(concatBytes(parts))
}

describe('gzip files', () => {
  const plain = bytesOf(rows(0, 40_000))
  const members = [plain.subarray(0, 300_000), plain.subarray(300_000, 300_000), plain.subarray(300_000)]
  const packed = new Uint8Array(Buffer.concat([...members.map((part) => gzipSync(part)), Buffer.alloc(512)]))

  it('of several members with padding are one text, read from anywhere', async () => {
    const source = open(memorySource(packed))
    expect((await everything(source, 70_000)).equals(Buffer.from(plain))).toBe(true)
    expect(source.damage).toBeNull()
    expect(source.checkpoints.all.length).toBeGreaterThan(1)
    expect(source.checkpoints.all.some(({ edge }) => edge !== null)).toBe(true)
    for (let at = plain.length - 1; at > 0; at = Math.floor(at * 0.8)) {
      expect(Buffer.compare(await source.read(at, at + 1000), plain.subarray(at, at + 1000))).toBe(0)
    }
    source.close()
  })

  it('cut at every byte give everything in front of the cut, however they are read', async () => {
    const small = bytesOf(rows(0, 40))
    const whole = new Uint8Array(Buffer.concat([gzipSync(small), gzipSync(small)]))
    const edge = gzipSync(small).length
    let before = 0
    for (let cut = 0; cut < whole.length; cut++) {
      const lengths = new Set<number>()
      for (const chunk of [1e6, 100]) {
        const source = open(memorySource(whole.subarray(0, cut)))
        const got = await everything(source, chunk)
        expect(got.equals(Buffer.concat([small, small]).subarray(0, got.length))).toBe(true)
        expect(source.damage === null, `cut at ${cut}`).toBe(cut === edge)
        lengths.add(got.length)
        source.close()
      }
      expect(lengths.size).toBe(1)
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(before)
      before = Math.max(...lengths)
    }
  })

  it('with a changed byte end at the same place, however they are read', async () => {
    for (let at = 20; at < packed.length - 512; at += Math.floor(packed.length / 40)) {
      const ends = new Set<string>()
      for (const chunk of [2e6, 130_001, 4096]) {
        const source = open(poisonedSource(memorySource(packed), at, at + 1, packed[at]! ^ 0x10), 150_000)
        const got = await everything(source, chunk)
        ends.add(`${got.length} ${source.damage?.byte} ${source.damage?.code}`)
        source.close()
      }
      expect([...ends]).toHaveLength(1)
    }
  })
})

const streams = JSON.parse(new TextDecoder().decode(fixture('compressed/manifest.json'))) as Record<
  string,
  { codec: string; plainLength?: number; sha256?: string }
>
const readable = Object.entries(streams).filter(([name, { plainLength }]) => plainLength && /\.(gz|zst)$/.test(name))

describe.each(readable)('%s', (name, { codec, plainLength = 0, sha256 }) => {
  it('is the same from any place, with states kept every few hundred bytes', async () => {
    const checkpoints = new Checkpoints(memoryStates(1e9), 1)
    const packed = memorySource(fixture(`compressed/${name}`))
    const source = decompressedSource({
      packed,
      codec: codec as 'gzip' | 'zstd',
      codecs: testCodecs(),
      checkpoints,
      cacheBytes: 0,
    })
    const plain = await everything(source, Math.max(100, Math.floor(plainLength / 20)))
    expect(createHash('sha256').update(plain).digest('hex')).toBe(sha256)
    expect(source.byteLength).toBe(plainLength)
    for (let i = 1; i <= 12; i++) {
      const at = (i * 7919 * 31) % plainLength
      expect(Buffer.compare(await source.read(at, at + 500), plain.subarray(at, at + 500))).toBe(0)
    }
    source.close()
  })
})
