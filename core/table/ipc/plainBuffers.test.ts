import { describe, expect, it } from 'vitest'
import { testCodecs } from '../../testing/codecs.ts'
import { compressedCases } from '../../testing/compressedCases.ts'
import { plainBuffers } from './plainBuffers.ts'
import type { BatchHeader } from './readMessage.ts'

const codecs = testCodecs()
const text = compressedCases.find(({ name }) => name === 'level+3.zst')!
const plain = codecs.decompress('zstd', text.bytes, text.plainLength)

/** Bytes behind the length they claim. */
function prefixed(length: bigint, bytes: Uint8Array): Uint8Array {
  const buffer = new Uint8Array(8 + bytes.length)
  new DataView(buffer.buffer).setBigInt64(0, length, true)
  buffer.set(bytes, 8)
  return buffer
}

function batchOf(...buffers: Uint8Array[]): { header: BatchHeader; body: Uint8Array } {
  let offset = 0
  const regions = buffers.map(({ length }) => {
    const region = { offset, length }
    offset += Math.ceil(length / 8) * 8
    return region
  })
  const body = new Uint8Array(offset)
  regions.forEach((region, at) => {
    body.set(buffers[at]!, region.offset)
  })
  return { header: { numRows: 1, nodes: [], buffers: regions, codec: 'ZSTD', variadicBufferCounts: [] }, body }
}

const read = ({ header, body }: ReturnType<typeof batchOf>, maxBytes = 1e6) =>
  plainBuffers(header, body, codecs, 5000, maxBytes).buffers.map(({ bytes }) => bytes!)

describe('plainBuffers', () => {
  it('decodes what is compressed, and takes as it is what says -1 or is empty', () => {
    const stored = Uint8Array.of(1, 2, 3)
    const nothing = new Uint8Array(0)
    const found = read(
      batchOf(
        prefixed(BigInt(plain.length), text.bytes),
        prefixed(-1n, stored),
        nothing,
        prefixed(-1n, nothing),
        prefixed(0n, nothing),
      ),
    )
    expect(Buffer.compare(found[0]!, plain)).toBe(0)
    expect(found.slice(1)).toEqual([stored, nothing, nothing, nothing])
  })

  it.each([
    ['one byte more than there is', BigInt(plain.length + 1), 'compression/corrupt'],
    ['one byte less', BigInt(plain.length - 1), 'compression/corrupt'],
    ['nothing at all', 0n, 'compression/corrupt'],
    ['a negative length', -2n, 'format/corrupt'],
    ['more than a number can say', 2n ** 62n, 'format/corrupt'],
    ['a terabyte', 2n ** 40n, 'limit/exceeded'],
  ])('refuses a buffer that claims %s', (_, length, code) => {
    expect(() => read(batchOf(prefixed(length, text.bytes)))).toThrow(expect.objectContaining({ code }))
  })

  it('says where in the file a damaged buffer lies', () => {
    const damaged = text.bytes.slice()
    damaged[0] = 0
    const batch = batchOf(new Uint8Array(0), prefixed(-1n, new Uint8Array(16)), prefixed(BigInt(plain.length), damaged))
    const { offset } = batch.header.buffers[2]!
    expect(() => read(batch)).toThrow(
      expect.objectContaining({
        code: 'compression/corrupt',
        details: expect.objectContaining({ byte: 5000 + offset + 8 }),
      }),
    )
  })

  it('refuses buffers without room for a length, outside of the body, and over the budget', () => {
    const corrupt = expect.objectContaining({ code: 'format/corrupt' })
    expect(() => read(batchOf(new Uint8Array(7)))).toThrow(corrupt)
    const { header, body } = batchOf(prefixed(-1n, new Uint8Array(8)))
    expect(() => read({ header, body: body.subarray(0, 12) })).toThrow(corrupt)
    const two = batchOf(prefixed(BigInt(plain.length), text.bytes), prefixed(BigInt(plain.length), text.bytes))
    expect(() => read(two, plain.length * 2 - 1)).toThrow(expect.objectContaining({ code: 'limit/exceeded' }))
    expect(read(two, plain.length * 2)).toHaveLength(2)
  })

  it('leaves plain batches alone, and needs decoders for others', () => {
    const { header, body } = batchOf(prefixed(-1n, new Uint8Array(8)))
    const plainHeader = { ...header, codec: null }
    expect(plainBuffers(plainHeader, body, null, 0, 0)).toBe(plainHeader)
    expect(() => plainBuffers(header, body, null, 0, 100)).toThrow(
      expect.objectContaining({ code: 'compression/unsupported' }),
    )
  })
})
