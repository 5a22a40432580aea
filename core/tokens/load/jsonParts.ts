import { decodeUtf8, findInvalidUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'

/** Files larger than this are no tokenizer. */
const MAX_BYTES = 1 << 28

export type JsonObject = { readonly [key: string]: unknown }

/** The file breaks its own rules. */
export function corrupt(what: string, feature: string): EngineError {
  return new EngineError('format/corrupt', `tokenizer: ${what}`, { feature })
}

/** The file is fine, but what it asks for is not to be had here. */
export function unsupported(what: string, feature: string): EngineError {
  return new EngineError('format/unsupported', `tokenizer: ${what} is not supported`, { feature })
}

/**
 * The object a JSON file holds.
 * @throws EngineError `format/corrupt` with the byte for what is no UTF-8; `limit/exceeded` above 256 MiB
 */
export function parseObject(bytes: Uint8Array, file: string): JsonObject {
  if (bytes.length > MAX_BYTES) {
    throw new EngineError('limit/exceeded', `${bytes.length} bytes, of at most ${MAX_BYTES}: ${file}`, {
      feature: file,
    })
  }
  const invalid = findInvalidUtf8(bytes, 0, bytes.length)
  if (invalid >= 0) {
    throw new EngineError('format/corrupt', `no UTF-8 at byte ${invalid}: ${file}`, { byte: invalid, feature: file })
  }
  let value: unknown
  try {
    value = JSON.parse(decodeUtf8(bytes))
  } catch (error) {
    throw new EngineError('format/corrupt', `no JSON: ${(error as Error).message}: ${file}`, { feature: file }, error)
  }
  return asObject(value, file)
}

export function asObject(value: unknown, where: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw corrupt(`${where} is no object`, where)
}

/** An object that may be left out or null. */
export function optionalObject(value: unknown, where: string): JsonObject | null {
  return value === undefined || value === null ? null : asObject(value, where)
}

export function asList(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw corrupt(`${where} is no list`, where)
}

/** Text without half surrogate pairs, which Rust's strings cannot hold. */
export function asText(value: unknown, where: string): string {
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return value
  throw corrupt(`${where} is no text`, where)
}

/** True or false; `fallback` where it is left out or null, an error where there is none to fall back to. */
export function asFlag(value: unknown, where: string, fallback?: boolean): boolean {
  if (typeof value === 'boolean') return value
  if (fallback !== undefined && (value === undefined || value === null)) return fallback
  throw corrupt(`${where} is neither true nor false`, where)
}

/** What a part says it is. */
export function typeOf(part: JsonObject, where: string): string {
  return asText(part.type, `${where}.type`)
}

/** Sequences inside sequences that are still read. */
const MAX_DEPTH = 16

/** The parts of a part, in order: itself, or those of a `Sequence` of them. Null is none. */
export function partsOf(value: unknown, where: string, key: string, depth = 0): JsonObject[] {
  const part = optionalObject(value, where)
  if (part === null) return []
  if (typeOf(part, where) !== 'Sequence') return [part]
  if (depth === MAX_DEPTH) throw unsupported(`more than ${MAX_DEPTH} sequences inside each other`, where)
  return asList(part[key], `${where}.${key}`).flatMap((inner) => partsOf(inner, where, key, depth + 1))
}
