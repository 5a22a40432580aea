import { EngineError } from '../errors.ts'
import type { Compression } from '../formats/format.ts'
import type { ByteSource } from '../io/byteSource.ts'
import { sliceSource } from '../io/sliceSource.ts'
import type { Codecs } from './codecs.ts'
import { DecodeCursor } from './decodeCursor.ts'

/** Compressed bytes looked at for the beginning of what is inside: a file of nothing but headers costs no more. */
const PEEK_PACKED_BYTES = 4 * 1024 ** 2

export interface PlainHead {
  bytes: Uint8Array<ArrayBuffer>
  /** Whether the plain bytes end here, undamaged. */
  isWhole: boolean
}

/**
 * The first `plainBytes` of what a compressed source holds, from at most 4 MiB of it: however a bomb is made, opening
 * decodes no more than that. A stream damaged behind its beginning gives what comes before.
 * @throws EngineError `compression/*`, `limit/exceeded` when not one byte comes, what the source throws; `AbortError`
 */
export async function peekPlain(
  packed: ByteSource,
  codec: Compression,
  codecs: Codecs,
  plainBytes: number,
  signal?: AbortSignal,
): Promise<PlainHead> {
  const decoder = codecs.createDecoder(codec)
  try {
    const cursor = new DecodeCursor(sliceSource(packed, 0, PEEK_PACKED_BYTES), decoder, 0, 0)
    const out = new Uint8Array(plainBytes)
    const length = await cursor.fill(out, signal, () => {})
    const isCut = (packed.byteLength ?? PEEK_PACKED_BYTES + 1) > PEEK_PACKED_BYTES
    if (length === 0 && cursor.ended && isCut) {
      throw new EngineError(
        'limit/exceeded',
        `the first ${PEEK_PACKED_BYTES} bytes of the ${codec} file hold no data`,
        {
          feature: codec,
        },
      )
    }
    if (length === 0 && cursor.damage) throw cursor.damage
    return { bytes: out.subarray(0, length), isWhole: length < plainBytes && cursor.damage === null && !isCut }
  } finally {
    decoder.free()
  }
}
