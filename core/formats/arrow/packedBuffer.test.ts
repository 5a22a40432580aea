import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testCodecs } from '../../testing/codecs.ts'
import { compressedCases } from '../../testing/compressedCases.ts'
import { PackedBuffer } from './packedBuffer.ts'

const codecs = testCodecs()
const files = compressedCases.filter(({ name }) => ['mixed-linked.lz4', 'mixed+3.zst', 'checksums.lz4'].includes(name))

const plainOf = new Map(
  files.map(({ name, codec, bytes, plainLength }) => [name, codecs.decompress(codec, bytes, plainLength)]),
)

function packed(file: (typeof files)[number], plainLength = file.plainLength) {
  const codec = file.codec as 'zstd' | 'lz4_frame'
  const place = { codec, byteStart: 1000, storedLength: file.bytes.length, plainLength }
  let bytesRead = 0
  const buffer = new PackedBuffer(place, codecs, async (start, end) => {
    bytesRead += end - start
    return file.bytes.subarray(start, end)
  })
  return { buffer, bytesRead: () => bytesRead, plain: plainOf.get(file.name)! }
}

describe.each(files)('$name', (file) => {
  it('gives any ranges, also at the same time', async () => {
    const { buffer, plain } = packed(file)
    const range = fc.tuple(fc.nat(plain.length), fc.nat(plain.length))
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 6 }), async (ranges) => {
        const sorted = ranges.map(([left, right]) => [Math.min(left, right), Math.max(left, right)] as const)
        const found = await Promise.all(sorted.map(([start, end]) => buffer.read(start, end)))
        found.forEach((bytes, at) => {
          expect(Buffer.compare(bytes, plain.subarray(...sorted[at]!))).toBe(0)
        })
      }),
      { numRuns: 30 },
    )
  })

  it('reads each byte once for windows that overlap by a value', async () => {
    const { buffer, plain, bytesRead } = packed(file)
    for (let start = 0; start < plain.length; start += 5000) {
      const end = Math.min(plain.length, start + 5004)
      expect(Buffer.compare(await buffer.read(start, end), plain.subarray(start, end))).toBe(0)
    }
    expect(bytesRead()).toBe(file.bytes.length)
    expect(buffer.isDecoding).toBe(false)
  })

  it('goes on after its decoder was taken away', async () => {
    const { buffer, plain } = packed(file)
    await buffer.read(0, 2000)
    buffer.stop()
    expect(Buffer.compare(await buffer.read(1000, 3000), plain.subarray(1000, 3000))).toBe(0)
    expect(buffer.isDecoding).toBe(true)
    buffer.stop()
    await buffer.read(0, 0)
    expect(buffer.isDecoding).toBe(false)
  })

  it('tells of another length than was declared, at its end', async () => {
    for (const length of [file.plainLength - 1, file.plainLength + 1]) {
      const { buffer } = packed(file, length)
      await expect(buffer.read(0, length)).rejects.toMatchObject({ code: 'compression/corrupt' })
      expect((await buffer.read(0, 100)).length).toBe(100)
    }
  })

  it('tells where damage lies in the file', async () => {
    const bytes = file.bytes.slice()
    bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 0xff
    const { buffer } = packed({ ...file, bytes })
    const error = await buffer.read(0, file.plainLength).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'compression/corrupt' })
    expect((error as { details: { byte: number } }).details.byte).toBeGreaterThanOrEqual(1000)
  })
})
