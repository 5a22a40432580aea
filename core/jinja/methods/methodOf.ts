import { isDict, isList, PyTuple, type Value } from '../values/value.ts'
import { DICT_METHODS } from './dictMethods.ts'
import { LIST_METHODS, TUPLE_METHODS } from './listMethods.ts'
import type { Method } from './method.ts'
import { STRING_METHODS } from './stringMethods.ts'

/** The method of that name of a value's type. */
export function methodOf(value: Value, name: string): Method | undefined {
  const methods: ReadonlyMap<string, Method<never>> | null =
    typeof value === 'string'
      ? STRING_METHODS
      : isDict(value)
        ? DICT_METHODS
        : isList(value)
          ? LIST_METHODS
          : value instanceof PyTuple
            ? TUPLE_METHODS
            : null
  return methods?.get(name) as Method | undefined
}
