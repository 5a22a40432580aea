import {
  type DataType,
  DenseUnion,
  Field,
  FixedSizeList,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  IntervalDayTime,
  LargeList,
  List,
  Map_,
  Schema,
  Struct,
  TimestampSecond,
  Uint8,
  Uint64,
  Utf8,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { decodeUtf8 } from '../../bytes/utf8.ts'
import { openArrow } from '../../formats/arrow/openArrow.ts'
import { type JsonValue, readJsonValue } from '../../hashing/keys/jsonValues.ts'
import { memorySource } from '../../io/memorySource.ts'
import { nullableField } from '../../table/jsonField.ts'
import { schemaText } from '../../table/schemas.ts'
import { fixture } from '../../testing/golden.ts'
import { pythonJson } from './pythonJson.ts'
import { datasetDictJson, datasetInfoJson, savedFingerprint, shardName, stateJson } from './savedFiles.ts'
import { savedSchema } from './savedSchema.ts'

const text = (path: string) => decodeUtf8(fixture(`hf/${path}`))
const schemaOf = async (path: string) => (await openArrow(memorySource(fixture(`hf/${path}`)))).schema
const of = (columns: Record<string, DataType>, metadata?: Map<string, string>) =>
  new Schema(
    Object.entries(columns).map(([name, type]) => nullableField(name, type)),
    metadata,
  )
const list = (item: DataType) => new List(nullableField('item', item))

describe('JSON as Python writes it', () => {
  it.each(JSON.parse(text('export/json.json')) as Record<'spaced' | 'indented' | 'dense', string>[])(
    '$dense',
    (golden) => {
      const value = readJsonValue(golden.spaced)
      for (const style of ['spaced', 'indented', 'dense'] as const) {
        expect(pythonJson(value, style)).toBe(golden[style])
      }
    },
  )
})

describe('columns saved as datasets saves them', () => {
  it.each(['types', 'dictionaries'])('have the features it gives them: %s', async (name) => {
    const saved = savedSchema(await schemaOf(`export/${name}.arrows`), 'datasets')
    expect(datasetInfoJson(saved.features, null)).toBe(text(`export/${name}/dataset_info.json`))
    const { metadata, types } = JSON.parse(text(`export/${name}/info.json`)) as { metadata: string; types: string[] }
    expect(saved.schema.metadata.get('huggingface')).toBe(metadata)
    const pyarrowNames = (name: string) =>
      name
        .replace(/\butf8\b/g, 'string')
        .replace(/large_utf8/g, 'large_string')
        .replace(/\bfloat16\b/g, 'halffloat')
        .replace(/\bfloat32\b/g, 'float')
        .replace(/\bfloat64\b/g, 'double')
        .replace(/list<(?=.)/g, 'list<item: ')
        .replace(/(timestamp\[..?), /g, '$1, tz=')
    const lines = saved.schema.fields.map((field) =>
      pyarrowNames(schemaText(new Schema([field])).slice(field.name.length + 2)),
    )
    expect(lines).toEqual(types)
  })

  it.each(['dataset', 'features', 'selected', 'dict/train'])('keep the features they came with: %s', async (name) => {
    const saved = savedSchema(await schemaOf(`saved/${name}/data-00000-of-00001.arrow`), 'datasets')
    expect(datasetInfoJson(saved.features, null)).toBe(text(`saved/${name}/dataset_info.json`))
    expect(saved.schema.fields.find(({ name }) => name === 'matrix')?.metadata.get('ARROW:extension:name')).toBe(
      name === 'features' ? 'datasets.features.features.Array2DExtensionType' : undefined,
    )
  })

  const withFeatures = (columns: Record<string, DataType>, features: unknown) =>
    savedSchema(of(columns, new Map([['huggingface', JSON.stringify({ info: { features } })]])), 'datasets').features

  const featureOf = (type: DataType, feature: unknown) => {
    const features = withFeatures({ a: type }, { a: feature }) as { members: Map<string, JsonValue> }
    return JSON.parse(pythonJson(features.members.get('a') ?? null, 'dense')) as unknown
  }
  const value = (dtype: string) => ({ dtype, _type: 'Value' })
  const label = { names: ['no', 'yes'], _type: 'ClassLabel' }
  const media = new Struct([nullableField('bytes', new Utf8()), nullableField('path', new Utf8())])

  it.each<[string, DataType, unknown, unknown]>([
    ['labels of another width', new Int32(), label, value('int32')],
    ['a list of labels', list(new Int64()), { feature: label, _type: 'List' }, { feature: label, _type: 'List' }],
    [
      'a list of old',
      list(new Int64()),
      { feature: label, length: -1, id: null, _type: 'Sequence' },
      { feature: label, _type: 'List' },
    ],
    [
      'a list of older',
      list(list(new Int64())),
      [[label]],
      { feature: { feature: label, _type: 'List' }, _type: 'List' },
    ],
    [
      'fixed sizes that differ',
      new FixedSizeList(2, nullableField('item', new Int64())),
      { feature: label, length: 3, _type: 'List' },
      { feature: value('int64'), length: 2, _type: 'List' },
    ],
    ['a struct with other fields', new Struct([nullableField('x', new Int64())]), { y: label }, { x: value('int64') }],
    ['a struct with labels', new Struct([nullableField('x', new Int64())]), { x: label }, { x: label }],
    ['an image that is none', media, { _type: 'Image' }, { bytes: value('string'), path: value('string') }],
    [
      'a matrix without its extension',
      list(list(new Int32())),
      { shape: [1, 1], dtype: 'int32', _type: 'Array2D' },
      { feature: { feature: value('int32'), _type: 'List' }, _type: 'List' },
    ],
    ['what nobody knows', new Utf8(), { _type: 'Hologram' }, value('string')],
    ['no feature', new Utf8(), 7, value('string')],
    ['JSON null', new Utf8(), null, value('string')],
  ])('take a feature only where it is what the column is: %s', (_name, type, feature, expected) => {
    expect(featureOf(type, feature)).toEqual(expected)
  })

  it.each(['{', '[]', '5', '{"info":5}', '{"info":{"features":[]}}', `${'['.repeat(100000)}${']'.repeat(100000)}`])(
    'have their own where the metadata say nothing: %#',
    (metadata) => {
      const { features } = savedSchema(of({ a: new Int8() }, new Map([['huggingface', metadata]])), 'datasets')
      expect(pythonJson(features, 'dense')).toBe('{"a":{"dtype":"int8","_type":"Value"}}')
    },
  )

  it('are nullable, with items called item and maps as lists', () => {
    const entries = new Struct([new Field('key', new Utf8(), false), nullableField('value', new Int8())])
    const map = new Map_(new Field('entries', entries as never, false))
    const { schema } = savedSchema(
      new Schema([new Field('m', map, false), new Field('n', new Int8(), false)]),
      'datasets',
    )
    expect(schemaText(schema)).toBe('m: list<struct<key: utf8, value: int8>>, n: int8')
    expect(schema.fields.every((field) => field.nullable)).toBe(true)
    expect((schema.fields[0] as Field<List>).type.children[0]?.name).toBe('item')
  })

  it.each<[string, DataType]>([
    ['an interval', new IntervalDayTime()],
    ['a union', new DenseUnion([], [])],
    ['a time zone of no name', new TimestampSecond('Europe/Zürich')],
    ['two fields of one name', list(new Struct([nullableField('x', new Int8()), nullableField('x', new Int8())]))],
  ])('are refused with their name: %s', (_name, type) => {
    expect(() => savedSchema(of({ odd: type }), 'datasets')).toThrow(/'odd/)
    expect(() => savedSchema(of({ odd: type }), 'datasets')).toThrow(
      expect.objectContaining({ code: 'format/unsupported' }),
    )
  })

  it('are refused where two have one name', () => {
    const twice = new Schema([nullableField('a', new Int8()), nullableField('a', new Int8())])
    expect(() => savedSchema(twice, 'datasets')).toThrow(expect.objectContaining({ details: { feature: 'a' } }))
  })
})

describe("Axolotl's preset", () => {
  it('has the integers of its prepared data', () => {
    const { schema } = savedSchema(
      of({
        input_ids: list(new Int64()),
        attention_mask: new LargeList(nullableField('item', new Int64())),
        labels: new FixedSizeList(4, nullableField('item', new Int16())),
        position_ids: list(new Int32()),
        length: new Uint64(),
        token_type_ids: list(new Uint8()),
        special_tokens_mask: list(new Int8()),
        text: new Utf8(),
      }),
      'axolotl',
    )
    expect(schemaText(schema)).toBe(
      'input_ids: list<int32>, attention_mask: list<int8>, labels: list<int64>, position_ids: list<int64>, length: int64, token_type_ids: list<int8>, special_tokens_mask: list<int8>, text: utf8',
    )
  })

  it.each<[string, Record<string, DataType>, string]>([
    ['without labels', { input_ids: list(new Int32()), attention_mask: list(new Int8()) }, 'labels'],
    ['of text', { text: new Utf8() }, 'input_ids'],
    [
      'with fractions',
      { input_ids: list(new Float64()), attention_mask: list(new Int8()), labels: list(new Int8()) },
      'input_ids',
    ],
    [
      'with one number',
      { input_ids: new Int32(), attention_mask: list(new Int8()), labels: list(new Int8()) },
      'input_ids',
    ],
    ['with lists of lists', { input_ids: list(list(new Int32())) }, 'input_ids'],
  ])('refuses rows %s', (_name, columns, feature) => {
    expect(() => savedSchema(of(columns), 'axolotl')).toThrow(
      expect.objectContaining({ code: 'format/unsupported', details: { feature } }),
    )
  })
})

describe('the files beside the rows', () => {
  it('are those save_to_disk writes', () => {
    const state = text('saved/shards/state.json')
    const { _fingerprint } = JSON.parse(state) as { _fingerprint: string }
    const shards = Array.from({ length: 4 }, (_, shard) => ({ name: shardName(shard, 4), sha256: '' }))
    expect(stateJson(shards, _fingerprint, null)).toBe(state)
    expect(datasetDictJson(['test', 'train', 'extra.1'])).toBe(text('saved/dict/dataset_dict.json'))
  })

  it('name the split where datasets would take the name', () => {
    const splitIn = (name: string) => (JSON.parse(stateJson([], '', name)) as { _split: unknown })._split
    expect(splitIn('train')).toBe('train')
    expect(splitIn('extra.1')).toBe('extra.1')
    expect(splitIn('my-split')).toBeNull()
  })

  it('have a fingerprint that follows from columns and rows alone', () => {
    const { features } = savedSchema(of({ a: new Int8() }), 'datasets')
    const other = savedSchema(of({ a: new Int16() }), 'datasets').features
    const shard = (sha256: string) => ({ name: 'x', sha256 })
    const prints = [
      savedFingerprint(features, [shard('00')]),
      savedFingerprint(features, [shard('01')]),
      savedFingerprint(features, [shard('00'), shard('01')]),
      savedFingerprint(other, [shard('00')]),
    ]
    expect(new Set(prints).size).toBe(4)
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{16}$/)
    expect(savedFingerprint(features, [{ name: 'y', sha256: '00' }])).toBe(prints[0])
  })
})
