// Thrift's compact protocol, written: for the few small structures that are made here, as plain arrays of bytes.

const STOP = 0
export const I32 = 5
export const I64 = 6
export const BINARY = 8
export const LIST = 9
export const STRUCT = 12

/** A field of a struct. */
export type Field = readonly [id: number, type: number, value: readonly number[]]

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}

/** A whole number from 0 on. */
export const int = (value: number) => varint(value * 2)
export const text = (value: string) => [...varint(value.length), ...new TextEncoder().encode(value)]
export function list(type: number, items: readonly (readonly number[])[]): number[] {
  const head = items.length < 15 ? [(items.length << 4) | type] : [0xf0 | type, ...varint(items.length)]
  return [...head, ...items.flat()]
}

/** A struct; ids ascending, no more than 15 apart. */
export function struct(fields: readonly Field[]): number[] {
  let before = 0
  const bytes = fields.flatMap(([id, type, value]) => {
    const head = ((id - before) << 4) | type
    before = id
    return [head, ...value]
  })
  return [...bytes, STOP]
}
