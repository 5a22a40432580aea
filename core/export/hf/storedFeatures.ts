import type { DataType, Field, FixedSizeList, Schema } from 'apache-arrow'
import { Type } from 'apache-arrow'
import { type JsonValue, readJsonValue } from '../../hashing/keys/jsonValues.ts'
import { savedType } from './featureOf.ts'
import { pythonJson } from './pythonJson.ts'

/** Where `datasets` keeps features in the metadata of an Arrow schema. */
export const FEATURES_METADATA = 'huggingface'
const EXTENSION_NAME = 'ARROW:extension:name'
/** Metadata of a schema that is deeper or longer was not written by `datasets`. */
const MAX_DEPTH = 64
const MAX_TEXT = 16 * 1024 ** 2

/** Features whose columns hold a struct of the file's bytes and its path. */
const MEDIA = new Set(['Image', 'Audio', 'Video', 'Pdf', 'Nifti'])

/**
 * The features that come with a schema, by column: class labels, translations, images and what else says more than an Arrow
 * type does. Empty where there are none, or none that can be read.
 */
export function storedFeatures(schema: Schema): ReadonlyMap<string, JsonValue> {
  const text = schema.metadata.get(FEATURES_METADATA)
  const info = member(text === undefined ? null : readMetadata(text), 'info')
  const features = member(info, 'features')
  return isObject(features) ? features.members : new Map()
}

function readMetadata(text: string): JsonValue {
  if (text.length > MAX_TEXT) return null
  try {
    if (!isShallow(JSON.parse(text), MAX_DEPTH)) return null
  } catch {
    return null // the columns' own types say enough
  }
  return readJsonValue(text)
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1))
}

function isObject(value: JsonValue | undefined): value is { members: Map<string, JsonValue> } {
  return typeof value === 'object' && value !== null && 'members' in value
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isObject(value) ? value.members.get(name) : undefined
}

/**
 * A stored feature as it is saved again with a column, where the column still is what the feature describes; null where it
 * is not: then the column's own type counts, as `datasets` decides it.
 *
 * @param type as the column will be saved
 */
export function keptFeature(feature: JsonValue, field: Field, type: DataType): JsonValue | null {
  if (isExtension(feature, field)) return feature
  return describes(feature, type) ? withoutOldLists(feature) : null
}

/**
 * Whether the field itself carries the extension type that its feature is stored as (`Array2D` to `Array5D`). Such a field
 * keeps its metadata: without it `datasets` would read lists, and refuse the feature.
 */
export function isExtension(feature: JsonValue | undefined, { metadata, type }: Field): boolean {
  const kind = member(feature, '_type')
  if (typeof kind !== 'string' || !/^Array[2-5]D$/.test(kind)) return false
  if (metadata.get(EXTENSION_NAME) !== `datasets.features.features.${kind}ExtensionType`) return false
  const dtype = member(feature, 'dtype')
  let inner = type as DataType
  for (let level = 0; level < Number(kind[5]); level++) {
    if (inner.typeId !== Type.List) return false
    inner = (inner.children as Field[])[0]?.type as DataType
  }
  return member(savedTypeOf(inner), 'dtype') === dtype
}

function savedTypeOf(type: DataType): JsonValue {
  return type.typeId === Type.Int || type.typeId === Type.Float || type.typeId === Type.Bool
    ? savedType(type, '').feature
    : null
}

function describes(feature: JsonValue | undefined, type: DataType): boolean {
  if (typeof feature === 'object' && feature !== null && 'list' in feature) {
    return feature.list.length === 1 && type.typeId === Type.List && describes(feature.list[0], itemOf(type))
  }
  if (!isObject(feature)) return false
  const kind = feature.members.get('_type')
  if (kind === undefined || isObject(kind)) return describesStruct(feature.members, type)
  const inner = feature.members.get('feature')
  switch (kind) {
    case 'Value':
      return member(scalarFeature(type), 'dtype') === feature.members.get('dtype')
    case 'ClassLabel':
      return type.typeId === Type.Int && member(scalarFeature(type), 'dtype') === 'int64'
    case 'LargeList':
      return type.typeId === Type.LargeList && describes(inner, itemOf(type))
    case 'List':
    case 'Sequence':
      return hasLength(feature, type) && describes(inner, itemOf(type))
    case 'Translation':
      return isStructOf(type, textNames(feature.members.get('languages')), Type.Utf8)
    default:
      return MEDIA.has(kind as string) && isMedia(type)
  }
}

function describesStruct(parts: ReadonlyMap<string, JsonValue>, type: DataType): boolean {
  const fields = type.children as Field[] | undefined
  return (
    type.typeId === Type.Struct &&
    fields?.length === parts.size &&
    [...parts].every(([name, part], at) => fields[at]?.name === name && describes(part, fields[at].type))
  )
}

function itemOf(type: DataType): DataType {
  return (type.children as Field[])[0]?.type as DataType
}

function scalarFeature(type: DataType): JsonValue {
  return (type.children?.length ?? 0) > 0 ? null : savedType(type, '').feature
}

/** Lists of features of a struct were a struct of lists before `datasets` 4: their `Sequence` describes no list. */
function hasLength(feature: { members: Map<string, JsonValue> }, type: DataType): boolean {
  const length = feature.members.get('length')
  const size = typeof length === 'object' && length !== null && 'integer' in length ? Number(length.integer) : -1
  return size >= 0
    ? type.typeId === Type.FixedSizeList && (type as FixedSizeList).listSize === size
    : type.typeId === Type.List
}

function textNames(list: JsonValue | undefined): string[] {
  if (typeof list !== 'object' || list === null || !('list' in list)) return []
  return list.list.filter((name) => typeof name === 'string').sort()
}

function isStructOf(type: DataType, names: readonly string[], of: Type): boolean {
  const fields = type.children as Field[] | undefined
  return (
    type.typeId === Type.Struct &&
    fields?.length === names.length &&
    names.every((name, at) => fields[at]?.name === name && fields[at].type.typeId === of)
  )
}

function isMedia(type: DataType): boolean {
  const fields = type.children as Field[] | undefined
  const kinds = fields?.map((field) => `${field.name}:${field.type.typeId}`).join()
  return type.typeId === Type.Struct && kinds === `bytes:${Type.Binary},path:${Type.Utf8}`
}

/** `Sequence` and one-element lists of releases before 4 as today's `List`. */
function withoutOldLists(feature: JsonValue): JsonValue {
  if (typeof feature !== 'object' || feature === null) return feature
  if ('list' in feature) {
    const item = feature.list[0]
    return item === undefined ? feature : newList(withoutOldLists(item), undefined)
  }
  if (!('members' in feature)) return feature
  const kind = feature.members.get('_type')
  if (kind === 'Sequence' || kind === 'List') {
    return newList(withoutOldLists(feature.members.get('feature') ?? null), feature.members.get('length'))
  }
  if (typeof kind === 'string' && kind !== 'LargeList') return feature
  return { members: new Map([...feature.members].map(([name, part]) => [name, withoutOldLists(part)])) }
}

function newList(item: JsonValue, length: JsonValue | undefined): JsonValue {
  const isFixed = typeof length === 'object' && length !== null && 'integer' in length && Number(length.integer) >= 0
  return {
    members: new Map<string, JsonValue>([
      ['feature', item],
      ...(isFixed ? [['length', length] as [string, JsonValue]] : []),
      ['_type', 'List'],
    ]),
  }
}

/** The metadata of a saved schema. */
export function featuresMetadata(features: JsonValue): Map<string, string> {
  const info: JsonValue = { members: new Map([['features', features]]) }
  return new Map([[FEATURES_METADATA, pythonJson({ members: new Map([['info', info]]) }, 'spaced')]])
}
