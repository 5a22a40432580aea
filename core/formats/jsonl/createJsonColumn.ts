import { DataType, type Field } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { isJsonField } from '../../table/jsonField.ts'
import { BoolWriter } from '../../table/writers/boolWriter.ts'
import type { ColumnWriter } from '../../table/writers/columnWriter.ts'
import { Float64Writer } from '../../table/writers/float64Writer.ts'
import { Int64Writer } from '../../table/writers/int64Writer.ts'
import { ListWriter } from '../../table/writers/listWriter.ts'
import { NullWriter } from '../../table/writers/nullWriter.ts'
import { StructWriter } from '../../table/writers/structWriter.ts'
import { Utf8Writer } from '../../table/writers/utf8Writer.ts'
import type { JsonColumn, RecordFindings } from './jsonColumn.ts'
import { ListColumn, MemberReader, StructColumn } from './nestedColumns.ts'
import { BoolColumn, Float64Column, Int64Column, JsonTextColumn, NullColumn, TextColumn } from './scalarColumns.ts'

/** The JSON side of a column: reads values into `writer`, which `createWriter` made for the same field. */
export function createJsonColumn(
  field: Field,
  writer: ColumnWriter,
  findings: RecordFindings,
  path: string,
): JsonColumn {
  if (writer instanceof NullWriter) return new NullColumn(writer, findings, path)
  if (writer instanceof BoolWriter) return new BoolColumn(writer, findings, path)
  if (writer instanceof Int64Writer) return new Int64Column(writer, findings, path)
  if (writer instanceof Float64Writer) return new Float64Column(writer, findings, path)
  if (writer instanceof Utf8Writer) {
    return isJsonField(field) ? new JsonTextColumn(writer) : new TextColumn(writer, findings, path)
  }
  const { type } = field
  if (writer instanceof ListWriter && DataType.isList(type)) {
    const item = createJsonColumn(type.children[0]!, writer.child, findings, `${path}[]`)
    return new ListColumn(writer, item, findings, path)
  }
  if (writer instanceof StructWriter && DataType.isStruct(type)) {
    const children = type.children.map((child, i) =>
      createJsonColumn(child, writer.children[i]!, findings, `${path}.${child.name}`),
    )
    const names = type.children.map((child) => child.name)
    return new StructColumn(writer, new MemberReader(names, children, findings, path), findings, path)
  }
  throw new EngineError('format/unsupported', `JSON cannot be read into a column of type ${type} (${path})`, {
    feature: String(type),
  })
}
