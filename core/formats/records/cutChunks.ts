import type { ByteSource } from '../../io/byteSource.ts'
import { type ByteChunk, type StreamRange, streamBytes } from '../../io/streamBytes.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import type { RecordFormat } from './recordFormat.ts'

export interface CutChunk extends ByteChunk {
  /** Where records end: the first `count` of `ends`, which is reused for the next chunk. */
  ends: Uint32Array | Int32Array
  count: number
  /** The chunk begins anew at the start of the last record, whose end was not found: what was kept of it is void. */
  again: boolean
}

/** The chunks of a range with the ends of the records in them. */
export async function* cutChunks(
  source: ByteSource,
  format: RecordFormat,
  kernels: Kernels,
  range: StreamRange & { byteStart: number },
): AsyncGenerator<CutChunk, void, void> {
  let { byteStart } = range
  let unclosedQuote: number | undefined
  for (;;) {
    const cutter = format.createCutter(kernels, unclosedQuote)
    let again = unclosedQuote !== undefined
    for await (const { bytes, byteStart: at } of streamBytes(source, { ...range, byteStart })) {
      const count = cutter.cut(bytes)
      if (cutter.done) {
        yield { bytes: bytes.subarray(0, cutter.ends[count - 1]! + 1), byteStart: at, ends: cutter.ends, count, again }
        return
      }
      yield { bytes, byteStart: at, ends: cutter.ends, count, again }
      if (cutter.unclosed) break
      again = false
    }
    cutter.finish?.()
    const { unclosed } = cutter
    if (!unclosed) return
    byteStart += unclosed.recordStart
    unclosedQuote = unclosed.at - unclosed.recordStart
  }
}
