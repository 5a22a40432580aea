import type { Schema } from 'apache-arrow'
import { ByteWriter } from '../../../bytes/byteWriter.ts'
import { EngineError } from '../../../errors.ts'
import { LossCounter } from '../../../export/encoding/lostValues.ts'
import { plainAssembler } from '../../../export/encoding/plainAssembler.ts'
import type { TableFormat } from '../../../export/encoding/tableFormat.ts'
import type { ExportOptions } from '../../../export/exportOptions.ts'
import { KernelRows, type RowSpelling } from '../../../export/text/kernelRows.ts'
import { encodeTextRows, textChunkLimits } from '../../../export/text/textRows.ts'
import { isNested } from '../../../table/isNested.ts'
import { typeName } from '../../../table/typeName.ts'
import { CsvOut, NULL_AS_EMPTY } from './csvOut.ts'
import { type CsvSpelling, headerLine } from './csvText.ts'

const COMMA = 0x2c
const TAB = 0x09

/**
 * CSV and TSV (options.format): RFC 4180 with LF, quotes only where a reader would take the text for something else.
 * Null is an empty field, empty text `""`. `docs/csv.md` has the rules.
 */
export const csvTableFormat: TableFormat = {
  check({ fields }, { format, nested }) {
    const name = format.toUpperCase()
    if (fields.length === 0) throw new EngineError('format/unsupported', `${name} needs at least one column`)
    const refused = nested === 'refuse' && fields.find(({ type }) => isNested(type))
    if (!refused) return
    const message = `${name} holds no ${typeName(refused.type)}, the type of ${refused.name}: leave the column out, or have nested values written as JSON text`
    throw new EngineError('format/unsupported', message, { feature: refused.name })
  },
  chunkLimits: ({ fields }) => textChunkLimits(fields.length + 1),
  isOrdered: () => false,
  createEncoder(schema, options, { text }) {
    const spelling = csvSpelling(schema, spellingOf(schema, options))
    const { writer, losses, rowsOf } = spelling
    return text
      ? new KernelRows(text, schema, spelling)
      : { encode: (batches) => encodeTextRows(batches, writer, losses, rowsOf) }
  },
  createAssembler: (schema, options) =>
    plainAssembler(options.header ? headerLine(schema, spellingOf(schema, options)) : undefined),
}

/**
 * Without a header line the first row stands where readers look for delimiters, marks and comments; with a single column
 * nothing else shows what the delimiter is.
 */
function spellingOf({ fields }: Schema, { format, header }: ExportOptions): CsvSpelling {
  return { delimiter: format === 'tsv' ? TAB : COMMA, wary: !header || fields.length === 1, columns: fields.length }
}

function csvSpelling(schema: Schema, spelling: CsvSpelling): RowSpelling {
  const writer = new ByteWriter()
  const losses = new LossCounter()
  const out = new CsvOut(writer, losses, schema, spelling)
  return {
    csv: spelling,
    writer,
    losses,
    loss: NULL_AS_EMPTY,
    addCell: (column, data, row, chunkRow) => out.addCell(column, data, row, chunkRow),
    addInner: () => false,
    rowsOf: (batch) => (row, chunkRow) => out.addRow(batch.data.children, row, chunkRow),
  }
}
