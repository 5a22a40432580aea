import type { Schema } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import { decompressedSource } from '../../compression/decompressedSource.ts'
import { EngineError, isAbortError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import type { OutputFiles } from '../../io/outputFiles.ts'
import { streamBytes } from '../../io/streamBytes.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import type { Progress } from '../../progress.ts'
import type { ExportOptions } from '../exportOptions.ts'
import { checkArrow, checkParquet } from './checkIndexed.ts'
import { recordCheck } from './checkRecords.ts'
import type { CheckIndexed, FileCheck } from './fileCheck.ts'
import { decodedBytes, plainAlready } from './plainBytes.ts'

const CHUNK_BYTES = 4 * 1024 ** 2

/** A file of an output, and what is in it. */
export interface FileToVerify {
  /** As `OutputFiles` names it. */
  name: string
  bytes: number
  rows: number
  /** Lower-case hex, of the bytes as they were written. */
  sha256: string
}

export interface VerifyInput {
  files: readonly FileToVerify[]
  /** Opens a file that was closed; it is not visible yet. */
  open: OutputFiles['open']
  /** Of the rows as they were given to the format. */
  schema: Schema
  options: ExportOptions
  kernels: Kernels
  createHash(): Promise<{ update(bytes: Uint8Array): void; digest(): string }>
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

/**
 * Reads an output back before it becomes visible. "Verified" means, for each file: every byte was read from where it is
 * kept, and length and SHA-256 are those of what was written; and the format's own reader finds exactly the rows that were
 * written and their columns. Text formats are counted record by record, decompressed where they are compressed, and their
 * columns looked at in the first rows; of Arrow every message is read but for its body; of Parquet the footer and every
 * page's header and checksum; of both the first and the last hundred rows are decoded, in up to a thousand columns. Values in between are not compared
 * with those of the source: that they are written right is what the tests of the writers are for. Memory is a few MiB.
 *
 * @throws EngineError `sink/write` naming the file and what is wrong; `AbortError`
 */
export async function verifyOutput(input: VerifyInput): Promise<void> {
  const total = input.files.reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  for (const file of input.files) {
    const wrong = await verifyFile(file, input, (bytes) => {
      done += bytes
      input.onProgress?.({ done, total, unit: 'bytes' })
    }).catch((error: unknown) => {
      if (isAbortError(error)) throw error
      return error instanceof Error ? error.message : String(error)
    })
    if (wrong === null) continue
    const shown = file.name === '' ? 'the file' : file.name.replace(/^\//, '')
    throw new EngineError('sink/write', `what was written does not read back, and was discarded (${shown}): ${wrong}`, {
      feature: shown,
    })
  }
}

/** @returns what is wrong, in words; null: nothing */
async function verifyFile(
  file: FileToVerify,
  input: VerifyInput,
  onBytes: (bytes: number) => void,
): Promise<string | null> {
  const { schema, options, kernels, signal } = input
  const opened = await input.open(file.name)
  try {
    const { source } = opened
    const check: FileCheck = { schema, options, kernels, rows: file.rows, signal }
    const isTable = !file.name.endsWith('.json') || options.format !== 'hf_dataset'
    const records = isTable ? await recordCheck(check) : null
    const { compression } = options
    let plainLength = 0
    const take = (bytes: Uint8Array) => {
      plainLength += bytes.length
      records?.count.add(bytes)
    }
    const plain =
      isTable && compression !== null ? decodedBytes(await kernels.codecs(), compression, take) : plainAlready(take)
    const hash = await input.createHash()
    let length = 0
    try {
      for await (const { bytes } of streamBytes(source, {
        firstChunkBytes: CHUNK_BYTES,
        chunkBytes: CHUNK_BYTES,
        ...(signal ? { signal } : {}),
      })) {
        hash.update(bytes)
        plain.add(bytes)
        length += bytes.length
        onBytes(bytes.length)
        throwIfAborted(signal)
      }
      plain.end()
    } finally {
      plain.free()
    }
    if (length !== file.bytes) return `it has ${length} bytes, ${file.bytes} were written`
    if (hash.digest() !== file.sha256) return 'its bytes are not those that were written'
    if (records) return await records.verdict()
    if (!isTable) return null
    const checkIndexed = options.format === 'parquet' ? checkParquet : checkArrow
    if (compression === null) return await checkIndexed(source, check)
    return await decoded(source, plainLength, check, checkIndexed)
  } finally {
    await opened.close()
  }
}

/** A format with an index inside a compressed file: decoded again, from where it is looked into. */
async function decoded(
  packed: ByteSource,
  byteLength: number,
  check: FileCheck,
  checkIndexed: CheckIndexed,
): Promise<string | null> {
  const codec = check.options.compression as 'gzip' | 'zstd'
  const source = decompressedSource({ packed, codec, codecs: await check.kernels.codecs() })
  try {
    return await checkIndexed({ byteLength, read: (start, end, signal) => source.read(start, end, signal) }, check)
  } finally {
    source.close()
  }
}
