import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { BufferCodec, Codecs, StreamCodec } from '../compression/codecs.ts'
import type { ErrorCode } from '../errors.ts'
import { concatBytes } from '../io/readFull.ts'

/** A file of core/fixtures/compressed, made by the reference libraries. */
export interface CompressedCase {
  name: string
  codec: BufferCodec
  bytes: Uint8Array<ArrayBuffer>
  plainLength: number
  sha256: string
}

/** One that is refused. */
export interface RefusedCase {
  name: string
  codec: BufferCodec
  bytes: Uint8Array<ArrayBuffer>
  code: ErrorCode
  feature: string
}

const FOLDER = 'core/fixtures/compressed'
const manifest = JSON.parse(readFileSync(`${FOLDER}/manifest.json`, 'utf8')) as Record<string, object>
const files = Object.entries(manifest).map(([name, entry]) => ({
  name,
  bytes: new Uint8Array(readFileSync(`${FOLDER}/${name}`)),
  ...entry,
}))

export const compressedCases = files.filter((file): file is CompressedCase => 'sha256' in file)
export const refusedCases = files.filter((file): file is RefusedCase => 'code' in file)

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** How a stream is cut: lengths of input and output, used in turns; whether the state is saved and restored after each step. */
export interface Cuts {
  input: readonly number[]
  output: readonly number[]
  isRestored?: boolean
}

/** Every byte of a stream, decoded in steps. @throws what the decoder throws; Error where it does not go on */
export function decodeInSteps(codecs: Codecs, codec: StreamCodec, bytes: Uint8Array, cuts: Cuts): Uint8Array {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let decoder = codecs.createDecoder(codec)
  try {
    let at = 0
    for (let step = 0, idle = 0; ; step++) {
      const input = bytes.subarray(at, at + (cuts.input[step % cuts.input.length] as number))
      const output = new Uint8Array(cuts.output[step % cuts.output.length] as number)
      const { consumed, produced, needsInput } = decoder.decode(input, output)
      at += consumed
      if (produced > 0) parts.push(output.subarray(0, produced))
      if (cuts.isRestored) {
        const state = decoder.saveState()
        decoder.free()
        decoder = codecs.createDecoder(codec, state)
      }
      if (needsInput && at === bytes.length) break
      idle = consumed + produced === 0 ? idle + 1 : 0
      if (idle > 2) throw new Error(`no progress at ${at} of ${bytes.length}`)
    }
    decoder.finish()
    return concatBytes(parts)
  } finally {
    decoder.free()
  }
}
