import type { DataType, Dictionary, Field, Schema } from 'apache-arrow'
import { Type } from 'apache-arrow'
import { ByteWriter } from '../../../bytes/byteWriter.ts'
import { EngineError } from '../../../errors.ts'
import { LossCounter } from '../../../export/encoding/lostValues.ts'
import { plainAssembler } from '../../../export/encoding/plainAssembler.ts'
import type { TableFormat } from '../../../export/encoding/tableFormat.ts'
import { KernelRows, type RowSpelling } from '../../../export/text/kernelRows.ts'
import { encodeTextRows, textChunkLimits } from '../../../export/text/textRows.ts'
import { schemaMembers } from '../../../table/json/jsonMembers.ts'
import type { JsonMember } from '../../../table/json/jsonOut.ts'
import { JsonLineOut, NOT_FINITE } from './jsonLineOut.ts'

/** `{`, `}` and the line end; `null` and a comma. */
const ROW_BYTES = 3
const NULL_BYTES = 5

/**
 * JSON Lines: an object a line, columns in schema order, null written as `null` so that no column is lost. Spellings are
 * those of Python's `json` without spaces and with UTF-8 as it is; `docs/json.md` has the rules for what JSON lacks.
 */
export const jsonlTableFormat: TableFormat = {
  check: ({ fields }) => checkNames(fields, 'columns', ''),
  chunkLimits: ({ fields }) => textChunkLimits(nullRowBytes(fields)),
  isOrdered: () => false,
  createEncoder(schema, _options, { text }) {
    const spelling = jsonlSpelling(schema)
    const { writer, losses, rowsOf } = spelling
    if (!text || schema.fields.length === 0) {
      return { encode: (batches) => encodeTextRows(batches, writer, losses, rowsOf) }
    }
    return new KernelRows(text, schema, spelling)
  },
  createAssembler: () => plainAssembler(),
}

function jsonlSpelling({ fields }: Schema): RowSpelling {
  const writer = new ByteWriter()
  const losses = new LossCounter()
  const out = new JsonLineOut(writer, losses)
  /** For values whose row is not known: they may lose nothing. */
  const innerLosses = new LossCounter()
  const inner = new JsonLineOut(writer, innerLosses)
  const members = schemaMembers(fields)
  return {
    csv: null,
    writer,
    losses,
    loss: NOT_FINITE,
    addCell(column, data, row, chunkRow) {
      const { isJson } = members[column] as JsonMember
      out.addCell((fields[column] as Field).name, data, row, isJson, chunkRow)
    },
    addInner(data, row, isJson) {
      inner.addCell('', data, row, isJson, row)
      const isWhole = innerLosses.isEmpty
      innerLosses.take()
      return isWhole
    },
    rowsOf: (batch) => (row, chunkRow) => out.addLine(fields, members, batch.data.children, row, chunkRow),
  }
}

function nullRowBytes(fields: Schema['fields']): number {
  return schemaMembers(fields).reduce((bytes, { bytes: name }) => bytes + name.length + NULL_BYTES, ROW_BYTES)
}

/** An object has one value a name: of columns of the same name, readers would keep one, or refuse the file. */
function checkNames(fields: readonly Field[], what: string, path: string): void {
  const names = new Set<string>()
  for (const { name, type } of fields) {
    const called = path + name
    if (names.has(name)) {
      const message = `two ${what} are called ${called}: a JSON object keeps one value for a name`
      throw new EngineError('format/unsupported', message, { feature: called })
    }
    names.add(name)
    checkFieldsOf(type, called)
  }
}

function checkFieldsOf(type: DataType, path: string): void {
  if (type.typeId === Type.Dictionary) checkFieldsOf((type as Dictionary).dictionary, path)
  else if (type.typeId === Type.Struct) checkNames(type.children as Field[], 'fields', `${path}.`)
  else for (const child of (type.children ?? []) as Field[]) checkFieldsOf(child.type, path)
}
