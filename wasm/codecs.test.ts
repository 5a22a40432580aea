import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { testCodecs } from '../core/testing/codecs.ts'

const codecs = testCodecs()

/** Text that compresses like rows of JSON do. */
function rows(count: number): Uint8Array {
  let text = ''
  let state = 1
  for (let row = 0; row < count; row++) {
    text += `{"id":${row},"text":"`
    for (let word = 0; word < 12; word++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      text += `${(state >>> 8).toString(36).slice(0, 2 + (state % 4))} `
    }
    text += '"}\n'
  }
  return new TextEncoder().encode(text)
}

describe('gzip', () => {
  it('decodes a buffer', () => {
    const plain = rows(20_000)
    expect(Buffer.compare(codecs.decompress('gzip', gzipSync(plain), plain.length), plain)).toBe(0)
  })

  it('decodes a stream in small steps, saved and restored between all of them', () => {
    const plain = rows(300)
    const packed = Buffer.concat([gzipSync(plain), gzipSync(plain), Buffer.alloc(100)])
    const output = new Uint8Array(1000)
    const parts: Uint8Array[] = []
    let decoder = codecs.createDecoder('gzip')
    let at = 0
    for (;;) {
      const step = decoder.decode(packed.subarray(at, at + 77), output)
      at += step.consumed
      parts.push(output.slice(0, step.produced))
      const state = decoder.saveState()
      decoder.free()
      decoder = codecs.createDecoder('gzip', state)
      if (step.needsInput && at === packed.length) break
    }
    decoder.finish()
    decoder.free()
    expect(Buffer.compare(Buffer.concat(parts), Buffer.concat([plain, plain]))).toBe(0)
  })
})
