import { abortError, EngineError, isAbortError, toEngineError } from '../../core/errors.ts'
import type { WireError } from '../protocol/wire.ts'

/** An error as clonable data. Aborts travel as `canceled`; what is not coded yet becomes `internal`. */
export function toWireError(error: unknown): WireError {
  if (isAbortError(error)) return { code: 'canceled', message: 'canceled', details: {} }
  const coded = toEngineError(error) as EngineError
  const stack = coded.cause instanceof Error ? coded.cause.stack : coded.stack
  return { code: coded.code, message: coded.message, details: coded.details, ...(stack ? { stack } : {}) }
}

/** The same error again on the receiving side. */
export function fromWireError(wire: WireError): Error {
  if (wire.code === 'canceled') return abortError(wire.message)
  const error = new EngineError(wire.code, wire.message, wire.details)
  if (wire.stack) error.stack = wire.stack
  return error
}
