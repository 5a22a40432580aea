import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { CsvCutter } from '../csv/csvCutter.ts'
import { scalarCsvKernels } from '../csv/scalarCut.ts'
import { LineCutter } from './lineCutter.ts'
import type { RecordCutter } from './recordFormat.ts'

const COMMA = 0x2c

/** Ends found in `text`, cut into pieces of `size`. */
function endsOf(cutter: RecordCutter, text: string, size: number): number[] {
  const bytes = encodeUtf8(text)
  const ends: number[] = []
  for (let at = 0; at < bytes.length; at += size) {
    const count = cutter.cut(bytes.subarray(at, at + size))
    for (let i = 0; i < count; i++) ends.push(at + cutter.ends[i]!)
  }
  return ends
}

describe.each([
  ['lines', () => new LineCutter(scalarKernels)],
  ['CSV', () => new CsvCutter(scalarCsvKernels, COMMA)],
])('the cutter of %s', (_name, create) => {
  it('finds more ends than it has room for at first, all of them once', () => {
    const text = 'a\n\n'.repeat(100_000)
    const ends = endsOf(create(), text, text.length)
    expect(ends).toHaveLength(200_000)
    expect(ends.every((end, i) => text[end] === '\n' && (i === 0 || end > ends[i - 1]!))).toBe(true)
  })
})

describe('the cutter of CSV', () => {
  const record = '1,5" pipe\n2,"a\n""b"""\n3,"x"y"\n4,"",z\n'
  const recordEnds = [9, 21, 29, 36]

  it.each([1, 3, 64, 4096, 10_000_000])('is not misled by stray quotes, in pieces of %i bytes', (size) => {
    const repeats = size < 10 ? 50 : 30_000
    const ends = endsOf(new CsvCutter(scalarCsvKernels, COMMA), record.repeat(repeats), size)
    expect(ends).toHaveLength(repeats * 4)
    expect(ends.every((end, i) => end === Math.floor(i / 4) * record.length + recordEnds[i % 4]!)).toBe(true)
  })
})
