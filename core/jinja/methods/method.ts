import type { Keywords, Value } from '../values/value.ts'

/** A method of a type of Python. */
export type Method<T extends Value = Value> = (self: T, args: readonly Value[], keywords: Keywords) => Value
