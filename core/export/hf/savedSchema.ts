import { type DataType, Field, Int8, Int32, Int64, List, Schema, Type } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import type { JsonValue } from '../../hashing/keys/jsonValues.ts'
import { typeName } from '../../table/typeName.ts'
import { savedType } from './featureOf.ts'
import { featuresMetadata, isExtension, keptFeature, storedFeatures } from './storedFeatures.ts'

/** Columns as a folder of `save_to_disk` holds them. */
export interface SavedSchema {
  /** The schema of the files, with the features in its metadata. */
  schema: Schema
  /** The features of `dataset_info.json`. */
  features: JsonValue
}

export type HfPreset = 'datasets' | 'axolotl'

const idList = (item: DataType) => new List(new Field('item', item, true))

/** The integer types of Axolotl's prepared data (axolotl-semantics §8.4): other ones do not go together with these. */
const AXOLOTL_TYPES: Readonly<Record<string, DataType>> = {
  input_ids: idList(new Int32()),
  attention_mask: idList(new Int8()),
  labels: idList(new Int64()),
  position_ids: idList(new Int64()),
  length: new Int64(),
  token_type_ids: idList(new Int8()),
  special_tokens_mask: idList(new Int8()),
}

/** Without all three, Axolotl takes the rows for text and looks for a prompt strategy (§8.5). */
const AXOLOTL_NEEDS = ['input_ids', 'attention_mask', 'labels']

/**
 * How columns are saved: types as `datasets` keeps them, or for `axolotl` the integers its prepared data has, and features
 * that came with the columns where they still describe them.
 *
 * @throws EngineError `format/unsupported` with the column in `details.feature`: a type without a feature, two columns of
 * one name; for `axolotl` a column that is missing or holds no whole numbers
 */
export function savedSchema(schema: Schema, preset: HfPreset): SavedSchema {
  const stored = storedFeatures(schema)
  const names = new Set<string>()
  const features = new Map<string, JsonValue>()
  const fields = schema.fields.map((field) => {
    const { name } = field
    if (names.has(name)) refuse(name, `two columns are called '${name}', which datasets cannot tell apart`)
    names.add(name)
    const wanted = presetType(name, preset)
    if (wanted) checkIntegers(field, wanted)
    const { type, feature } = savedType(wanted ?? field.type, name)
    const known = stored.get(name)
    features.set(name, (known !== undefined && keptFeature(known, field, type)) || feature)
    return new Field(name, type, true, isExtension(known, field) ? field.metadata : undefined)
  })
  const missing = preset === 'axolotl' ? AXOLOTL_NEEDS.find((name) => !names.has(name)) : undefined
  if (missing !== undefined) {
    const message = `there is no column '${missing}': Axolotl takes rows as tokens only with all of ${AXOLOTL_NEEDS.join(', ')}`
    refuse(missing, message)
  }
  return { schema: new Schema(fields, featuresMetadata({ members: features })), features: { members: features } }
}

/** The type a preset gives a column of whole numbers; null where it says nothing about the column. */
export function presetType(name: string, preset: HfPreset): DataType | null {
  return preset === 'axolotl' && Object.hasOwn(AXOLOTL_TYPES, name) ? (AXOLOTL_TYPES[name] as DataType) : null
}

function refuse(column: string, message: string): never {
  throw new EngineError('format/unsupported', message, { feature: column })
}

function checkIntegers({ name, type }: Field, wanted: DataType): void {
  const wantsList = wanted.typeId === Type.List
  const lists = [Type.List, Type.LargeList, Type.FixedSizeList]
  const item = wantsList ? (type.children as Field[] | undefined)?.[0]?.type : type
  if (item?.typeId === Type.Int && (!wantsList || lists.includes(type.typeId))) return
  const expected = wantsList ? 'lists of whole numbers' : 'whole numbers'
  refuse(name, `'${name}' is ${typeName(type)}; Axolotl's preset needs ${expected} there`)
}
