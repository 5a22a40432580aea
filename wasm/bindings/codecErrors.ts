import { EngineError, type ErrorCode } from '../../core/errors.ts'

interface Failure {
  code: ErrorCode
  /** What is wrong, after "the <codec> stream". */
  what: string
  feature?: string
}

const corrupt = (what: string): Failure => ({ code: 'compression/corrupt', what })

/** By the statuses of `wasm/assembly/codecs/status.ts`. */
const failures: Readonly<Record<number, Failure>> = {
  [-1]: corrupt('does not begin as one'),
  [-2]: corrupt('has a header that no writer makes'),
  [-3]: corrupt('has a header that does not match its checksum'),
  [-4]: corrupt('has a block of an unknown type'),
  [-5]: corrupt('has a block whose length contradicts itself'),
  [-6]: corrupt('has a table of codes that is none'),
  [-7]: corrupt('has a code that stands for nothing'),
  [-8]: corrupt('refers to bytes before its start'),
  [-9]: corrupt('does not match its checksum'),
  [-10]: corrupt('has another length than it says'),
  [-11]: corrupt('is followed by something else'),
  [-12]: { code: 'limit/exceeded', what: 'needs more memory than there is', feature: 'memory' },
  [-14]: { code: 'compression/unsupported', what: 'needs a dictionary', feature: 'dictionary' },
  [-15]: { code: 'limit/exceeded', what: 'needs a window of more than 128 MiB', feature: 'window' },
  [-16]: { code: 'compression/unsupported', what: 'is of the legacy LZ4 format', feature: 'legacy LZ4' },
  [-17]: corrupt('has a block larger than blocks may be'),
  [-18]: corrupt('has a block whose literals cannot be decoded'),
  [-19]: corrupt('has a block whose sequences cannot be decoded'),
  [-13]: { code: 'compression/unsupported', what: 'is of a kind that cannot be read' },
}

/** The error of a run that ended with `status`, at byte `byte` of the compressed stream. */
export function codecError(codec: string, status: number, byte: number): EngineError {
  const { code, what, feature } = failures[status] ?? { code: 'internal' as const, what: `failed with ${status}` }
  return new EngineError(code, `the ${codec} stream ${what}, at byte ${byte}`, { byte, feature: feature ?? codec })
}

/** What the decoder could not end by itself: hostile input it was not prepared for. */
export function trapError(codec: string, byte: number, cause: unknown): EngineError {
  const message = `the ${codec} stream cannot be decoded, near byte ${byte}`
  return new EngineError('compression/corrupt', message, { byte, feature: codec }, cause)
}

export function noMemoryError(codec: string): EngineError {
  return codecError(codec, -12, 0)
}

export function cutError(codec: string, byte: number): EngineError {
  const message = `the ${codec} stream ends at byte ${byte}, before its end`
  return new EngineError('compression/corrupt', message, { byte, feature: codec })
}

/** More plain bytes than memory can be had for. */
export function outputError(codec: string, plainLength: number, cause: unknown): EngineError {
  const message = `a ${codec} buffer of ${plainLength} plain bytes is more than memory can be had for`
  return new EngineError('limit/exceeded', message, { feature: 'memory' }, cause)
}

/** A buffer that holds more or fewer bytes than was said. */
export function lengthError(codec: string, expected: number, actual: string, byte: number): EngineError {
  const message = `the ${codec} buffer decodes to ${actual}, not to the ${expected} bytes it should have`
  return new EngineError('compression/corrupt', message, { byte, feature: codec })
}
