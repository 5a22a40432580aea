import { EngineError } from '../../../errors.ts'
import type { ByteSource } from '../../../io/byteSource.ts'
import { readFull } from '../../../io/readFull.ts'

/** A footer: 4 bytes of length and 4 of magic, behind the metadata; the file starts with the magic too. */
const TAIL_BYTES = 8
const MAGIC_BYTES = 4
/** Metadata is held in memory several times over while it is read; the largest seen in the wild take some tens of MB. */
const MAX_METADATA_BYTES = 512 * 1024 ** 2

const ascii = (bytes: Uint8Array) => String.fromCharCode(...bytes)

/**
 * Checks that a source ends as a Parquet file does, before a decoder sees it.
 *
 * @returns the length of the source, and of the metadata that end before its last eight bytes
 * @throws EngineError `format/corrupt` when it is no Parquet file, cut off, or its footer cannot be right;
 * `format/unsupported` for encrypted files; `limit/exceeded` for metadata over 512 MiB; what the source throws
 */
export async function checkFooter(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<{ byteLength: number; metadataBytes: number }> {
  const { byteLength } = source
  if (byteLength === null) {
    throw new EngineError(
      'format/unsupported',
      'Parquet is read from its end, and the length of this source is unknown',
    )
  }
  if (byteLength < TAIL_BYTES + MAGIC_BYTES) {
    throw new EngineError('format/corrupt', `${byteLength} bytes are too few for a Parquet file`, { byte: 0 })
  }
  const [head, tail] = await Promise.all([
    readFull(source, 0, MAGIC_BYTES, signal),
    readFull(source, byteLength - TAIL_BYTES, byteLength, signal),
  ])
  const magic = ascii(tail.subarray(MAGIC_BYTES))
  if (magic === 'PARE') {
    throw new EngineError('format/unsupported', 'the Parquet file is encrypted', { feature: 'encryption' })
  }
  if (magic !== 'PAR1') {
    const message =
      ascii(head) === 'PAR1'
        ? 'the Parquet file has no footer: it starts right and was cut off or is still being written'
        : 'the file is not Parquet: it does not end with PAR1'
    throw new EngineError('format/corrupt', message, { byte: byteLength - MAGIC_BYTES })
  }
  const metadataBytes = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true)
  const most = byteLength - TAIL_BYTES - MAGIC_BYTES
  if (metadataBytes > most) {
    const message = `the Parquet footer says its metadata is ${metadataBytes} bytes long, at most ${most} fit in the file`
    throw new EngineError('format/corrupt', message, { byte: byteLength - TAIL_BYTES })
  }
  if (metadataBytes > MAX_METADATA_BYTES) {
    const message = `Parquet metadata of ${metadataBytes} bytes, at most ${MAX_METADATA_BYTES} are read`
    throw new EngineError('limit/exceeded', message, { byte: byteLength - TAIL_BYTES })
  }
  return { byteLength, metadataBytes }
}
