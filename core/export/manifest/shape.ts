import { EngineError } from '../../errors.ts'

/**
 * Says what a value of JSON must look like: gives it back as what it is, or throws.
 * @param place where the value stands, for the message: `options.codec`
 * @throws EngineError `format/corrupt`
 */
export type Shape<T> = (value: unknown, place: string) => T

/** What a shape lets through. */
export type Shaped<S> = S extends Shape<infer T> ? T : never

function reject(place: string, expected: string, value: unknown): never {
  const shown = JSON.stringify(value) ?? 'nothing'
  const short = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown
  throw new EngineError('format/corrupt', `the manifest's ${place} is no ${expected}: ${short}`, { feature: place })
}

/** @param pattern what it must match; any text where it is not given */
export function text(pattern?: RegExp): Shape<string> {
  return (value, place) => {
    if (typeof value === 'string' && (pattern === undefined || pattern.test(value))) return value
    return reject(place, 'text as expected', value)
  }
}

export const flag: Shape<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : reject(place, 'true or false', value)

export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Shape<number> {
  return (value, place) => {
    if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return value as number
    return reject(place, `whole number from ${min}`, value)
  }
}

export function fraction(min: number, max: number): Shape<number> {
  return (value, place) => {
    if (typeof value === 'number' && value >= min && value <= max) return value
    return reject(place, `number from ${min} to ${max}`, value)
  }
}

export function oneOf<const T extends string | number>(...choices: readonly T[]): Shape<T> {
  return (value, place) => {
    const match = choices.find((choice) => choice === value)
    return match === undefined ? reject(place, `one of ${choices.join(', ')}`, value) : match
  }
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, place) => (value === null ? null : shape(value, place))
}

export function list<T>(shape: Shape<T>): Shape<T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return reject(place, 'list', value)
    return value.map((item, at) => shape(item, `${place}[${at}]`))
  }
}

type Members = Readonly<Record<string, Shape<unknown>>>

/** An object with exactly these members: one that is missing or unknown would mean something else. */
export function object<M extends Members>(members: M): Shape<{ [K in keyof M]: Shaped<M[K]> }> {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return reject(place, 'object', value)
    const given = value as Record<string, unknown>
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(members, name))
    if (unknown !== undefined) reject(`${place}.${unknown}`, 'member that this release knows', given[unknown])
    const entries = Object.entries(members).map(([name, shape]) => {
      const own = Object.hasOwn(given, name) ? given[name] : undefined
      return [name, shape(own, place === '' ? name : `${place}.${name}`)]
    })
    return Object.fromEntries(entries)
  }
}

/** One of several objects, told apart by their member `kind`. */
export function byKind<C extends Readonly<Record<string, Shape<{ kind: string }>>>>(
  shapes: C,
): Shape<{ [K in keyof C]: Shaped<C[K]> }[keyof C]> {
  return (value, place) => {
    const kind = (value as { kind?: unknown } | null | undefined)?.kind
    if (typeof kind === 'string' && Object.hasOwn(shapes, kind)) {
      return (shapes[kind] as Shape<{ kind: string }>)(value, place) as never
    }
    return reject(`${place}.kind`, `one of ${Object.keys(shapes).join(', ')}`, kind)
  }
}
