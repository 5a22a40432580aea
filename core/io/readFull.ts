import { throwIfAborted, withAbort } from '../abort.ts'
import { EngineError } from '../errors.ts'
import type { ByteSource } from './byteSource.ts'

/**
 * Bytes `[byteStart, byteEnd)`, asking again after a short read until the source says it has ended. Settles at once
 * on abort, even when the source itself does not.
 * @returns fewer bytes only where a source of unknown length ends
 * @throws EngineError `source/changed` when a source of known length ends before it, besides what the source throws
 */
export async function readFull(
  source: ByteSource,
  byteStart: number,
  byteEnd: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const known = source.byteLength
  const end = known === null ? byteEnd : Math.min(byteEnd, known)
  throwIfAborted(signal)
  if (end <= byteStart) return new Uint8Array(0)
  const first = await withAbort(source.read(byteStart, end, signal), signal)
  if (first.length >= end - byteStart) return first

  const parts = [first]
  let at = byteStart + first.length
  while (at < end && parts.at(-1)!.length > 0) {
    const part = await withAbort(source.read(at, end, signal), signal)
    parts.push(part)
    at += part.length
  }
  if (known !== null && at < end) {
    throw new EngineError('source/changed', `the source ended at byte ${at}, ${known} bytes were expected`, {
      byte: at,
    })
  }
  return concatBytes(parts)
}

/** The parts, one after the other; a single part is returned as it is. */
export function concatBytes(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  if (parts.length === 1) return parts[0]!
  let size = 0
  for (const part of parts) size += part.length
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
