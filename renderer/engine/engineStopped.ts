import { EngineError } from '../../core/errors.ts'

/** Marks errors of calls that were under way when the engine stopped. */
const STOPPED = 'engine stopped'

export function engineStopped(why: string): EngineError {
  return new EngineError('internal', `the engine stopped: ${why}`, { feature: STOPPED })
}

/** True for a call's share in the engine's end. That is told once, for all of them together. */
export function isEngineStopped(error: unknown): boolean {
  return error instanceof EngineError && error.details.feature === STOPPED
}
