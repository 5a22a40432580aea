import { describe, expect, it } from 'vitest'
import { openArrow } from '../formats/arrow/openArrow.ts'
import { memorySource } from '../io/memorySource.ts'
import { fixture } from '../testing/golden.ts'
import { columnKind, typeName } from './typeName.ts'

async function columns(file: string) {
  const { schema } = await openArrow(memorySource(fixture(`arrow/${file}`)))
  return Object.fromEntries(schema.fields.map(({ name, type }) => [name, `${typeName(type)}: ${columnKind(type)}`]))
}

describe('typeName and columnKind', () => {
  it('name scalars', async () => {
    expect(await columns('scalars.arrow')).toMatchObject({
      i8: 'int8: integer',
      u64: 'uint64: integer',
      f32: 'float32: float',
      flag: 'bool: boolean',
      text: 'utf8: text',
      bytes: 'binary: binary',
      fixed: 'fixed_size_binary[3]: binary',
      day: 'date32[day]: time',
      t_us: 'time64[us]: time',
      ts_us: 'timestamp[us, UTC]: time',
      d9: 'decimal128(9, 2): float',
      nothing: 'null: null',
      word: 'dictionary<int32, utf8>: text',
    })
  })

  it('name nested and rarer types', async () => {
    expect(await columns('nested.arrow')).toMatchObject({
      ids: 'list<int64>: list',
      messages: 'list<struct<role: utf8, content: utf8>>: list',
      meta: 'struct<a: int32, b: struct<c: list<bool>>>: struct',
      pairs: 'map<utf8, int32>: list',
    })
    expect(await columns('more-types.arrow')).toMatchObject({
      f16: 'float16: float',
      big_text: 'large_utf8: text',
      view: 'utf8_view: text',
      big_list: 'large_list<uint8>: list',
      pair: 'fixed_size_list<int16>[2]: list',
      took: 'duration[ms]: time',
      gap: 'month_day_nano_interval: time',
      dense: 'dense_union<n: int64, s: utf8>: struct',
      words: 'list<dictionary<int8, utf8>>: list',
      codes: 'dictionary<int32, int64>: integer',
    })
  })
})
