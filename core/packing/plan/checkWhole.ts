import { EngineError } from '../../errors.ts'

const MOST = 0x7fffffff

/** @throws EngineError `argument/invalid` unless `value` is a whole number of `least` to 2^31 - 1 */
export function checkWhole(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= MOST) return
  const message = `${name} must be a whole number of ${least} or more, below 2^31, not ${value}`
  throw new EngineError('argument/invalid', message, { feature: name })
}
