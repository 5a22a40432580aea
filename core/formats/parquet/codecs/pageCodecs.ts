import type { Codecs } from '../../../compression/codecs.ts'
import { EngineError } from '../../../errors.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { batchesFromIpc } from '../../../table/ipc.ts'
import { type Decompress, PAGE_CODECS } from '../pages/decompress.ts'
import { hadoopBlocks } from './hadoopBlocks.ts'
import { parquetBuffer } from './parquetBuffer.ts'
import type { ParquetModule } from './parquetModule.ts'

const GZIP = 2
const BROTLI = 4
const LZ4 = 5
const ZSTD = 6
const LZ4_RAW = 7
const LZ4_FRAME_MAGIC = 0x184d2204

/**
 * The codecs of Parquet pages: gzip, zstd and LZ4 are our own; brotli, which hardly any file has, is parquet-wasm's,
 * loaded when the first such page comes.
 */
export function pageCodecs(kernels: Pick<Kernels, 'codecs'>, parquet?: () => Promise<ParquetModule>): Decompress {
  return async (codec, bytes, plainLength) => {
    switch (codec) {
      case GZIP:
        return (await kernels.codecs()).decompress('gzip', bytes, plainLength)
      case ZSTD:
        return (await kernels.codecs()).decompress('zstd', bytes, plainLength)
      case LZ4_RAW:
        return (await kernels.codecs()).decompress('lz4_raw', bytes, plainLength)
      case LZ4:
        return legacyLz4(await kernels.codecs(), bytes, plainLength)
      case BROTLI:
        if (parquet) return foreign(await parquet(), codec, bytes, plainLength)
    }
    const feature = PAGE_CODECS[codec] ?? `codec ${codec}`
    throw new EngineError('compression/unsupported', `Parquet pages compressed with ${feature} are not read`, {
      feature,
    })
  }
}

/**
 * The codec `LZ4` never was one thing: Hadoop's blocks with their lengths before them, a frame, or a bare block,
 * depending on who wrote the file. What a reader of all of them does is to look.
 */
function legacyLz4(codecs: Codecs, bytes: Uint8Array, plainLength: number): Uint8Array {
  const blocks = hadoopBlocks(bytes, plainLength)
  if (blocks) {
    const plain = new Uint8Array(plainLength)
    let at = 0
    for (const { stored, plainBytes } of blocks) {
      plain.set(codecs.decompress('lz4_raw', stored, plainBytes), at)
      at += plainBytes
    }
    return plain
  }
  const magic = bytes.length >= 4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) : 0
  return codecs.decompress(magic === LZ4_FRAME_MAGIC ? 'lz4_frame' : 'lz4_raw', bytes, plainLength)
}

function foreign(parquet: ParquetModule, codec: number, bytes: Uint8Array, plainLength: number): Uint8Array {
  if (plainLength === 0) return new Uint8Array(0)
  try {
    const { batches } = batchesFromIpc(parquet.readParquet(parquetBuffer(codec, bytes, plainLength)).intoIPCStream())
    return batches[0]?.data.children[0]?.values as Uint8Array
  } catch (cause) {
    const feature = PAGE_CODECS[codec] ?? String(codec)
    throw new EngineError(
      'compression/corrupt',
      `${bytes.length} bytes of ${feature} do not decompress`,
      { feature },
      cause,
    )
  }
}
