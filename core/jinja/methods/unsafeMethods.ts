import { fail, type Value } from '../values/value.ts'
import type { Method } from './method.ts'

/** Methods that would change a value: the sandbox of transformers raises when one is called. */
export function unsafeMethods<T extends Value>(type: string, names: readonly string[]): [string, Method<T>][] {
  return names.map((name) => {
    const message = `access to attribute '${name}' of '${type}' object is unsafe.`
    return [name, () => fail('SecurityError', message)]
  })
}
