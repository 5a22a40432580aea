import { brotliCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kernelsWithCodecs } from '../../../testing/codecs.ts'
import { parquetDecoder } from '../../../testing/parquetDecoder.ts'
import { hadoopBlocks } from './hadoopBlocks.ts'
import { pageCodecs } from './pageCodecs.ts'

const BROTLI = 4
const LZ4 = 5
const decompress = pageCodecs(kernelsWithCodecs, async () => parquetDecoder())

/** A bare LZ4 block of nothing but a literal of 1 to 14 bytes. */
const literal = (bytes: number[]) => [bytes.length << 4, ...bytes]
const bigEndian = (value: number) => [0, 0, value >> 8, value & 255]
const hadoop = (blocks: number[][]) =>
  blocks.flatMap((plain) => [...bigEndian(plain.length), ...bigEndian(plain.length + 1), ...literal(plain)])

describe('the codec LZ4 of old', () => {
  const parts = fc.array(fc.array(fc.nat(255), { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 4 })

  it("is read in Hadoop's framing", () =>
    fc.assert(
      fc.asyncProperty(parts, async (blocks) => {
        const plain = blocks.flat()
        expect([...(await decompress(LZ4, Uint8Array.from(hadoop(blocks)), plain.length))]).toEqual(plain)
      }),
    ))

  it('is read as a bare block', async () => {
    expect([...(await decompress(LZ4, Uint8Array.from(literal([1, 2, 3])), 3))]).toEqual([1, 2, 3])
  })

  it('is not taken for blocks whose lengths do not add up', () => {
    const bytes = Uint8Array.from(hadoop([[1, 2], [3]]))
    expect(hadoopBlocks(bytes, 3)).toHaveLength(2)
    expect(hadoopBlocks(bytes, 4)).toBeNull()
    expect(hadoopBlocks(bytes.subarray(0, -1), 3)).toBeNull()
    expect(hadoopBlocks(new Uint8Array(0), 0)).toBeNull()
  })
})

it('brotli is what the platform compresses, and damage is told', async () => {
  for (const length of [0, 1, 100, 70_000]) {
    const plain = Uint8Array.from({ length }, (_, i) => (i * i) & 63)
    const stored = brotliCompressSync(plain)
    expect([...(await decompress(BROTLI, stored, length))]).toEqual([...plain])
    if (length > 1) {
      await expect(decompress(BROTLI, stored.subarray(0, -3), length)).rejects.toMatchObject({
        code: 'compression/corrupt',
      })
    }
  }
})

it.each([3, 42])('codec %i is refused by name', async (codec) => {
  await expect(decompress(codec, new Uint8Array(9), 9)).rejects.toMatchObject({ code: 'compression/unsupported' })
})
