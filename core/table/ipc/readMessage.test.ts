import { describe, expect, it } from 'vitest'
import { readMessage } from './readMessage.ts'

/**
 * A message without a body whose schema has no fields (FlatBuffers, https://flatbuffers.dev/internals/): a root offset,
 * then two tables, each behind the list of where its fields lie.
 */
function schemaMessage(version: number, endianness: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(48))
  view.setUint32(0, 20, true)
  for (const [at, value] of [12, 12, 4, 6, 8, 0].entries()) view.setUint16(4 + at * 2, value, true)
  view.setInt32(20, 20 - 4, true)
  view.setInt16(24, version, true)
  view.setUint8(26, 1) // a schema
  view.setUint32(28, 40 - 28, true)
  for (const [at, value] of [6, 8, 4].entries()) view.setUint16(32 + at * 2, value, true)
  view.setInt32(40, 40 - 32, true)
  view.setInt16(44, endianness, true)
  return new Uint8Array(view.buffer)
}

describe('readMessage', () => {
  it('reads a schema', () => {
    const { header, bodyLength } = readMessage(schemaMessage(4, 0))
    expect(header.kind === 'schema' && header.schema.fields).toEqual([])
    expect(bodyLength).toBe(0)
  })

  it('refuses big-endian data and versions before 0.8 by name', () => {
    const refused = (feature: string) =>
      expect.objectContaining({ code: 'format/unsupported', details: expect.objectContaining({ feature }) })
    expect(() => readMessage(schemaMessage(4, 1))).toThrow(refused('big-endian'))
    expect(() => readMessage(schemaMessage(2, 0))).toThrow(refused('metadata version 3'))
  })

  it('refuses metadata cut anywhere', () => {
    const whole = schemaMessage(4, 0)
    for (let length = 0; length < 46; length++) {
      expect(() => readMessage(whole.subarray(0, length))).toThrow(expect.objectContaining({ code: 'format/corrupt' }))
    }
  })
})
