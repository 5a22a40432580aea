import { EngineError } from '../../../errors.ts'
import type { PageKernels } from '../../../kernels/pageKernels.ts'

/** Numbers of `CompressionCodec` in `parquet.thrift`. */
export const PAGE_CODECS: readonly string[] = ['none', 'snappy', 'gzip', 'lzo', 'brotli', 'lz4', 'zstd', 'lz4_raw']
const NONE = 0
const SNAPPY = 1

/**
 * Decompresses one buffer of a Parquet codec other than snappy: ours where there are some, the Parquet decoder's own
 * elsewhere. The result belongs to the caller.
 *
 * @throws EngineError `compression/corrupt`, `compression/unsupported`
 */
export type Decompress = (codec: number, bytes: Uint8Array, plainLength: number) => Promise<Uint8Array>

/** How much larger than stored a page may be at most: what is behind these codecs cannot say more in a byte. */
const MOST_TIMES: Readonly<Record<number, number>> = { [NONE]: 1, [SNAPPY]: 64, 2: 1040, 5: 256, 7: 256 }

/** A stored buffer that cannot be what it says is refused before memory is taken for it. */
export function checkPlainSize(codec: number, storedSize: number, plainSize: number, byte: number): void {
  const times = MOST_TIMES[codec]
  if (times === undefined || plainSize <= storedSize * times + 64) return
  const message = `the Parquet page at byte ${byte} is said to become ${plainSize} bytes from ${storedSize} of ${PAGE_CODECS[codec]}`
  throw new EngineError('format/corrupt', message, { byte })
}

/**
 * Puts the plain form of a stored buffer at `to`, which has room for `plainSize` bytes.
 *
 * @param byte offset of the page, for messages
 * @param prefixBytes 4: the buffer begins with a length of 32 bits, and no more than that length behind it is needed
 * @throws EngineError `compression/corrupt`, `compression/unsupported`
 */
export async function decompressInto(
  pages: PageKernels,
  decompress: Decompress,
  codec: number,
  stored: Uint8Array,
  to: number,
  plainSize: number,
  byte: number,
  prefixBytes?: number,
): Promise<void> {
  if (codec === NONE) {
    if (stored.length !== plainSize) throw damagedPage(codec, byte)
    pages.bytes.set(stored, to)
    return
  }
  if (codec === SNAPPY) {
    const from = pages.alloc(stored.length)
    try {
      pages.bytes.set(stored, from)
      const decode = (enough: number) => pages.snappyDecode(from, stored.length, to, plainSize, enough) >= enough
      const enough =
        prefixBytes !== undefined && plainSize > prefixBytes && decode(prefixBytes)
          ? Math.min(plainSize, prefixBytes + new DataView(pages.bytes.buffer).getUint32(to, true))
          : plainSize
      if (!decode(enough)) throw damagedPage(codec, byte)
    } finally {
      pages.free(from)
    }
    return
  }
  const plain = await decompress(codec, stored, plainSize)
  if (plain.length !== plainSize) throw damagedPage(codec, byte)
  pages.bytes.set(plain, to)
}

function damagedPage(codec: number, byte: number): EngineError {
  const message = `the Parquet page at byte ${byte} does not decompress (${PAGE_CODECS[codec] ?? codec})`
  return new EngineError('compression/corrupt', message, { byte, feature: PAGE_CODECS[codec] ?? String(codec) })
}
