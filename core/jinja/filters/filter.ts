import { bind, type Parameter } from '../values/arguments.ts'
import type { Keywords, Value } from '../values/value.ts'

/** A filter: what stands before the bar, and the arguments behind its name. */
export type Filter = (value: Value, args: readonly Value[], keywords: Keywords) => Value

/** A filter whose arguments are bound as Python does it. */
export function filter(
  name: string,
  parameters: readonly Parameter[],
  body: (value: Value, values: readonly Value[]) => Value,
): [string, Filter] {
  return [name, (value, args, keywords) => body(value, bind(name, parameters, args, keywords))]
}
