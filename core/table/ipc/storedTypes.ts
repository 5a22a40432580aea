import { DataType, Dictionary, Field, LargeList, List, Schema } from 'apache-arrow'

// Types that are only a way to store values: batches are read by them, and shown as what they hold. apache-arrow has no
// classes for them.

const RUN_END_ENCODED = 22
const LIST_VIEW = 25
const LARGE_LIST_VIEW = 26

/** Values with the row each of them goes on to: `children` are the run ends (int16 to int64) and the values. */
export class RunEndEncoded extends DataType {
  override readonly children: Field[]

  constructor(children: Field[]) {
    super(RUN_END_ENCODED as never)
    this.children = children
  }
}

/** Lists that say where they start and how long they are, in any order: `children` is the list's item. */
export class ListView extends DataType {
  override readonly children: Field[]
  readonly isLarge: boolean

  constructor(item: Field, isLarge: boolean) {
    super((isLarge ? LARGE_LIST_VIEW : LIST_VIEW) as never)
    this.children = [item]
    this.isLarge = isLarge
  }
}

const shownTypes = new WeakMap<DataType, DataType>()

function shownField(field: Field): Field {
  const type = shownType(field.type)
  return type === field.type ? field : new Field(field.name, type, field.nullable, field.metadata)
}

function makeShown(type: DataType): DataType {
  if (type instanceof RunEndEncoded) return shownType((type.children[1] as Field).type)
  if (type instanceof ListView) {
    const item = shownField(type.children[0] as Field)
    return type.isLarge ? new LargeList(item) : new List(item)
  }
  if (type instanceof Dictionary) {
    const values = shownType(type.dictionary)
    return values === type.dictionary ? type : new Dictionary(values, type.indices, type.id, type.isOrdered)
  }
  const children = (type.children ?? []) as Field[]
  const shown = children.map(shownField)
  if (shown.every((child, index) => child === children[index])) return type
  return Object.assign(Object.create(Object.getPrototypeOf(type) as object), type, { children: shown })
}

/** What a stored type holds, nested ones included; the type itself where that is the same. */
export function shownType(type: DataType): DataType {
  const known = shownTypes.get(type)
  if (known) return known
  const shown = makeShown(type)
  shownTypes.set(type, shown)
  return shown
}

const shownSchemas = new WeakMap<Schema, Schema>()

/** A stored schema as it is shown; always the same object. */
export function shownSchema(schema: Schema): Schema {
  const shown = shownSchemas.get(schema) ?? makeShownSchema(schema)
  shownSchemas.set(schema, shown)
  return shown
}

function makeShownSchema(schema: Schema): Schema {
  const fields = schema.fields.map(shownField)
  if (fields.every((field, index) => field === schema.fields[index])) return schema
  return new Schema(fields, schema.metadata, undefined, schema.metadataVersion)
}
