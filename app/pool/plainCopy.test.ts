import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../core/io/memorySource.ts'
import { readFull } from '../../core/io/readFull.ts'
import { memoryScratch } from '../../core/scratch/memoryScratch.ts'
import type { Scratch } from '../../core/scratch/scratch.ts'
import { testCodecs } from '../../core/testing/codecs.ts'
import { countingSource, slowSource } from '../../core/testing/hostileSources.ts'
import type { OpenedSource } from '../platform/platform.ts'
import { plainCopy } from './plainCopy.ts'
import type { DatasetRecipe } from './tasks.ts'

const LARGE = 33 * 1024 ** 2
const large = new Uint8Array(LARGE)
for (let at = 0; at < LARGE; at += 4096) large[at] = at / 4096
const packedLarge = new Uint8Array(gzipSync(large, { level: 1 }))

function input(
  packed: Uint8Array,
  scratch: Scratch = memoryScratch(200 * 1024 ** 2, true),
  group: string | null = 'g',
) {
  const source = countingSource(memorySource(packed))
  const opened: OpenedSource = {
    source,
    name: 'a.parquet.gz',
    path: '/a.parquet.gz',
    identity: 'i',
    close: async () => {},
  }
  const recipe: DatasetRecipe = {
    key: 'k',
    source: { kind: 'path', path: '/a.parquet.gz' },
    format: 'parquet',
    compression: 'gzip',
    scratch: group === null ? null : { identity: 'i', group },
    options: {},
    schema: null,
  }
  return { opened, recipe, scratch, codecs: testCodecs(), source }
}

describe('a decompressed copy', () => {
  it('of a small file is in memory', async () => {
    const scratch = memoryScratch(1000, true)
    const copy = await plainCopy(input(gzipSync('hello world'), scratch))
    expect(Buffer.from(await copy.source.read(6, 99)).toString()).toBe('world')
    expect(scratch.entries.size).toBe(0)
  })

  it('of a large file is in scratch, where it is found again', async () => {
    const first = input(packedLarge)
    const seen: number[] = []
    const copy = await plainCopy({ ...first, onProgress: ({ done, total }) => void seen.push(done / (total ?? 0)) })
    expect(Buffer.compare(await readFull(copy.source, 0, LARGE), large)).toBe(0)
    expect(seen.at(-1)).toBe(1)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    const again = input(packedLarge, first.scratch)
    expect((await plainCopy(again)).source.byteLength).toBe(LARGE)
    expect(again.source.bytesRead).toBe(0)
  })

  it('that is not what it was is made again', async () => {
    const scratch = memoryScratch(200 * 1024 ** 2, true)
    await plainCopy(input(packedLarge, scratch))
    scratch.entries.set('g/plain-gzip', new Uint8Array(LARGE).fill(7))
    const again = await plainCopy(input(packedLarge, scratch))
    expect(Buffer.compare(await again.source.read(0, 100), large.subarray(0, 100))).toBe(0)
    scratch.entries.delete('g/plain-gzip')
    expect((await plainCopy(input(packedLarge, scratch))).source.byteLength).toBe(LARGE)
    scratch.entries.set('g/plain-gzip.json', new Uint8Array(30))
    expect((await plainCopy(input(packedLarge, scratch))).source.byteLength).toBe(LARGE)
  })

  it('of a file that cannot be told apart goes when it is closed', async () => {
    const scratch = memoryScratch(200 * 1024 ** 2, true)
    const copy = await plainCopy(input(packedLarge, scratch, null))
    expect(scratch.entries.size).toBe(1)
    expect(copy.source.byteLength).toBe(LARGE)
    await copy.close()
    expect(scratch.entries.size).toBe(0)
  })

  it('that would be over its budget is refused in one sentence', async () => {
    for (const scratch of [memoryScratch(40 * 1024 ** 2, true), memoryScratch(1e9, false)]) {
      await expect(plainCopy(input(packedLarge, scratch))).rejects.toMatchObject({
        code: 'limit/exceeded',
        details: { path: '/a.parquet.gz' },
      })
      expect(scratch.entries.size).toBe(0)
    }
  })

  it('says where scratch is full', async () => {
    const small = { ...memoryScratch(1024 ** 2, true), maxEntryBytes: 1e9 }
    await expect(plainCopy(input(packedLarge, small))).rejects.toMatchObject({
      code: 'sink/full',
      message: expect.stringContaining('a.parquet.gz'),
    })
  })

  it('of a damaged file goes as far as it can, and says so each time', async () => {
    const scratch = memoryScratch(200 * 1024 ** 2, true)
    const cut = packedLarge.subarray(0, packedLarge.length - 9)
    for (let times = 0; times < 2; times++) {
      const { source } = await plainCopy(input(cut, scratch))
      expect(source.damage).toMatchObject({ code: 'compression/corrupt', byte: source.byteLength })
      expect(source.byteLength).toBeGreaterThan(32 * 1024 ** 2)
    }
    await expect(plainCopy(input(Uint8Array.of(0x1f, 0x8b, 8)))).rejects.toMatchObject({ code: 'compression/corrupt' })
  })

  it('ends at once when it is aborted, and leaves nothing', async () => {
    const scratch = memoryScratch(200 * 1024 ** 2, true)
    const controller = new AbortController()
    const slow = input(packedLarge, scratch)
    const copying = plainCopy({
      ...slow,
      opened: { ...slow.opened, source: slowSource(slow.source, 20) },
      signal: controller.signal,
    })
    controller.abort()
    await expect(copying).rejects.toMatchObject({ name: 'AbortError' })
    expect(scratch.entries.size).toBe(0)
  })
})
