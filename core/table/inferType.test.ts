import { describe, expect, it } from 'vitest'
import { fieldOfShape } from './inferType.ts'
import { isJsonField } from './jsonField.ts'
import { KeyTable } from './keyTable.ts'
import { integerKinds } from './numberKinds.ts'
import {
  emptyShape,
  KIND_BOOL,
  KIND_FLOAT,
  KIND_HUGE,
  KIND_INEXACT,
  KIND_INT,
  KIND_LIST,
  KIND_OPAQUE,
  KIND_STRUCT,
  KIND_TEXT,
  kindsConflict,
} from './typeShape.ts'

describe('integerKinds', () => {
  it.each([
    ['0', KIND_INT],
    ['-9007199254740991', KIND_INT],
    ['9007199254740992', KIND_INT],
    ['9007199254740993', KIND_INT | KIND_INEXACT],
    ['9223372036854775807', KIND_INT | KIND_INEXACT],
    ['-9223372036854775808', KIND_INT],
    ['9223372036854775808', KIND_INT | KIND_HUGE],
    ['18446744073709551615', KIND_INT | KIND_INEXACT | KIND_HUGE],
    ['100000000000000000000', KIND_INT | KIND_HUGE],
    [`1${'0'.repeat(400)}`, KIND_INT | KIND_INEXACT | KIND_HUGE],
  ])('of %s', (digits, kinds) => {
    expect(integerKinds(digits)).toBe(kinds)
  })
})

describe('fieldOfShape', () => {
  it.each([
    [0, 'Null', false],
    [KIND_BOOL, 'Bool', false],
    [KIND_INT, 'Int64', false],
    [KIND_INT | KIND_INEXACT, 'Int64', false],
    [KIND_INT | KIND_FLOAT, 'Float64', false],
    [KIND_FLOAT, 'Float64', false],
    [KIND_INT | KIND_HUGE, 'Float64', false],
    [KIND_INT | KIND_INEXACT | KIND_FLOAT, 'Utf8', true],
    [KIND_INT | KIND_INEXACT | KIND_HUGE, 'Utf8', true],
    [KIND_TEXT, 'Utf8', false],
    [KIND_LIST, 'List<Null>', false],
    [KIND_STRUCT, 'Struct<{}>', false],
    [KIND_TEXT | KIND_INT, 'Utf8', true],
    [KIND_LIST | KIND_STRUCT, 'Utf8', true],
    [KIND_OPAQUE | KIND_STRUCT, 'Utf8', true],
  ])('of kinds %i is %s', (kinds, type, json) => {
    const field = fieldOfShape('x', { ...emptyShape(), kinds, json: kindsConflict(kinds) })
    expect(String(field.type)).toBe(type)
    expect(isJsonField(field)).toBe(json)
    expect(field.nullable).toBe(true)
  })
})

describe('KeyTable', () => {
  it('finds names by their bytes, with and without a right hint, in small and large tables', () => {
    for (const size of [3, 24, 25, 200]) {
      const names = Array.from({ length: size }, (_, i) => `clé ${i}`)
      const table = new KeyTable(names)
      for (const [i, name] of names.entries()) {
        const bytes = new TextEncoder().encode(`"${name}"`)
        for (const hint of [0, i, size]) expect(table.findBytes(bytes, 1, bytes.length - 1, hint)).toBe(i)
        expect(table.findBytes(bytes, 1, bytes.length - 2, i)).toBe(
          size > 10 && i > 9 ? names.indexOf(name.slice(0, -1)) : -1,
        )
      }
      table.removeLast()
      expect(table.find(`clé ${size - 1}`)).toBe(-1)
    }
  })

  it('knows names that objects have of their own', () => {
    const table = new KeyTable(['__proto__', 'constructor'])
    expect(table.find('constructor')).toBe(1)
    expect(table.find('toString')).toBe(-1)
  })
})
