import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testCodecs } from '../../testing/codecs.ts'
import { testEncoders } from '../../testing/encoders.ts'
import { noise, plainOf, plainParts, words } from '../../testing/plainCases.ts'
import type { AssembledBatch } from './assembleColumns.ts'
import { encodeBatch, encodeDictionary } from './encodeMessage.ts'
import { packBuffers } from './packBuffers.ts'
import { plainBuffers } from './plainBuffers.ts'
import { readMessage } from './readMessage.ts'

const codecs = testCodecs()
const encoders = testEncoders()
const METADATA_PREFIX = 8

function batchOf(buffers: Uint8Array[]): AssembledBatch {
  let bodyLength = 0
  const regions = buffers.map(({ length }) => {
    const region = { offset: bodyLength, length }
    bodyLength += Math.ceil(length / 8) * 8
    return region
  })
  return {
    numRows: 5,
    nodes: [{ length: 5, nullCount: 1 }],
    regions,
    buffers,
    bodyLength,
    codec: null,
    variadicBufferCounts: [],
  }
}

/** The body as it is written behind the metadata. */
function bodyOf({ buffers, regions, bodyLength }: AssembledBatch): Uint8Array {
  const body = new Uint8Array(bodyLength)
  for (const [at, buffer] of buffers.entries()) body.set(buffer, regions[at]?.offset)
  return body
}

const prefixOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true)

describe.each(['LZ4', 'ZSTD'] as const)('buffers packed with %s', (codec) => {
  it('come back, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(plainParts, { maxLength: 4 }), (list) => {
        const buffers = list.map(plainOf)
        const packed = packBuffers(batchOf(buffers), codec, encoders)
        const message = readMessage(encodeBatch(packed).subarray(METADATA_PREFIX))
        expect(message.bodyLength).toBe(packed.bodyLength)
        if (message.header.kind !== 'batch') throw new Error(`a ${message.header.kind} message`)
        expect(message.header.batch).toMatchObject({ codec, numRows: 5, nodes: [{ length: 5, nullCount: 1 }] })
        const plain = plainBuffers(message.header.batch, bodyOf(packed), codecs, 0, 1e9)
        expect(plain.buffers).toHaveLength(buffers.length)
        for (const [at, { bytes }] of plain.buffers.entries()) {
          expect(Buffer.compare(bytes as Uint8Array, buffers[at] as Uint8Array)).toBe(0)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('are as they were where that is shorter, and empty ones are empty', () => {
    const { buffers, regions, bodyLength } = packBuffers(
      batchOf([words(5000), noise(100), new Uint8Array(0)]),
      codec,
      encoders,
    )
    const [text, random, nothing] = buffers as [Uint8Array, Uint8Array, Uint8Array]
    expect(prefixOf(text)).toBe(5000n)
    expect(text.length).toBeLessThan(3000)
    expect(prefixOf(random)).toBe(-1n)
    expect(random.subarray(8)).toEqual(noise(100))
    expect(nothing).toHaveLength(0)
    expect(regions.map(({ offset }) => offset % 8)).toEqual([0, 0, 0])
    expect(bodyLength % 8).toBe(0)
  })

  it('are those of dictionaries, too', () => {
    const packed = packBuffers(batchOf([words(900)]), codec, encoders)
    const { header } = readMessage(encodeDictionary(packed, 3, true).subarray(METADATA_PREFIX))
    expect(header).toMatchObject({ kind: 'dictionary', id: 3, isDelta: true, batch: { codec } })
  })
})
