import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { testJsonKernel } from '../testing/jsonKernel.ts'
import { type FindJsonMarks, findJsonMarks, type JsonMarkState } from './jsonMarks.ts'

/** All marks of the bytes, looked for in pieces of some lengths and with little room. */
function marks(find: FindJsonMarks, bytes: Uint8Array, commaDepth: number, pieces: readonly number[], room = 1000) {
  const state: JsonMarkState = { inString: false, escaped: false, depth: 1 }
  const out = new Uint32Array(room)
  const found: number[] = []
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const piece = bytes.subarray(at, at + (pieces[turn % pieces.length] ?? bytes.length))
    for (let from = 0; from < piece.length; ) {
      const { count, next } = find(piece, from, commaDepth, state, out)
      for (const mark of out.subarray(0, count)) found.push(at + mark)
      from = next
    }
    at += piece.length
  }
  return { found, state }
}

describe('marks of JSON text', () => {
  it('are brackets, commas at one depth and newlines in strings', () => {
    const text = '{"a":[1,{"b,{":"\\"]"}]},"x\n",[2]'
    const places = (commaDepth: number) => marks(findJsonMarks, encodeUtf8(text), commaDepth, [100]).found
    expect(places(-1).map((at) => text[at])).toEqual(['{', '[', '{', '}', ']', '}', '\n'])
    expect(places(1).filter((at) => text[at] === ',')).toEqual([23])
  })

  it('are found alike in WASM, in any pieces', () => {
    const kernel = testJsonKernel()
    const byte = fc.constantFrom(...encodeUtf8('"\\{}[],:\n ax').values(), 0xc3, 0xdb, 0xfb, 0xfd, 0x7c, 0x5e)
    const run = fc.tuple(byte, fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 80 })))
    fc.assert(
      fc.property(
        fc.array(run, { maxLength: 120 }),
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(-1, 1, 2),
        (runs, pieces, commaDepth) => {
          const bytes = Uint8Array.from(runs.flatMap(([value, length]) => new Array<number>(length).fill(value)))
          const whole = marks(findJsonMarks, bytes, commaDepth, [1 << 20], 20_000)
          expect(marks(findJsonMarks, bytes, commaDepth, pieces)).toEqual(whole)
          expect(marks(kernel.findMarks, bytes, commaDepth, [1 << 20], 20_000)).toEqual(whole)
          expect(marks(kernel.findMarks, bytes, commaDepth, pieces, 64 + (bytes.length % 70))).toEqual(whole)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('are found across the slices the kernel is given', () => {
    const bytes = encodeUtf8('{"a":"x\\\\","b":[1,2,{}]},'.repeat(60_000))
    const whole = marks(findJsonMarks, bytes, 1, [1 << 30], 1 << 21)
    expect(marks(testJsonKernel().findMarks, bytes, 1, [1 << 30], 1 << 21)).toEqual(whole)
    expect(marks(testJsonKernel().findMarks, bytes, 1, [100_003], 1000)).toEqual(whole)
  })
})
