import { type Data, type DataType, Dictionary, Field, Schema, Type, Vector } from 'apache-arrow'
import { emptyColumn } from './loadColumns.ts'

/** A dictionary-encoded column of a batch, nested ones included. */
export interface DictionaryColumn {
  id: number
  values: Vector
}

/**
 * The schema with dictionary ids counted 0, 1, 2… in depth-first order, inner ones first, so that every column has a
 * dictionary of its own whatever the source called them; the schema itself when it has none. apache-arrow rebuilds
 * nothing on `new`, so types other than dictionaries are copied by prototype.
 */
export function withOwnDictionaryIds(schema: Schema): Schema {
  let nextId = 0
  const renumber = (field: Field): Field => {
    const type = renumberType(field.type)
    return type === field.type ? field : new Field(field.name, type, field.nullable, field.metadata)
  }
  const renumberType = (type: DataType): DataType => {
    if (type instanceof Dictionary) {
      const values = renumberType(type.dictionary)
      return new Dictionary(values, type.indices, nextId++, type.isOrdered)
    }
    const children = (type.children ?? []) as Field[]
    const renumbered = children.map(renumber)
    if (renumbered.every((child, index) => child === children[index])) return type
    return Object.assign(Object.create(Object.getPrototypeOf(type) as object), type, { children: renumbered })
  }
  const fields = schema.fields.map(renumber)
  return nextId === 0 ? schema : new Schema(fields, schema.metadata)
}

/** The values of a dictionary column; empty when it was made without. */
export function dictionaryOf(data: Data): Vector {
  const values = data.dictionary as Vector | undefined
  return values && values.data.length > 0 ? values : new Vector([emptyColumn((data.type as Dictionary).dictionary)])
}

/**
 * The dictionaries of a batch's columns, numbered as `withOwnDictionaryIds` does, in the order they must be written:
 * the ones inside a dictionary's values before it.
 */
export function dictionaryColumns(columns: readonly Data[]): DictionaryColumn[] {
  const found: DictionaryColumn[] = []
  const visit = (data: Data) => {
    if (data.type.typeId !== Type.Dictionary) {
      for (const child of data.children) visit(child)
      return
    }
    const values = dictionaryOf(data)
    // Of chunks grown by deltas, the last one has the longest inner dictionaries.
    visit(values.data.at(-1) as Data)
    found.push({ id: found.length, values })
  }
  for (const column of columns) visit(column)
  return found
}
