import { type DataType, type Dictionary, type Field, type Schema, Type } from 'apache-arrow'
import { ByteWriter } from '../../../bytes/byteWriter.ts'
import { EngineError } from '../../../errors.ts'
import { LossCounter } from '../../../export/encoding/lostValues.ts'
import type { EncodedChunk, FileAssembler, TableFormat } from '../../../export/encoding/tableFormat.ts'
import { encodeTextRows, textChunkLimits } from '../../../export/text/textRows.ts'
import { isTextType } from '../../../table/cells.ts'
import { isNested } from '../../../table/isNested.ts'
import { typeName } from '../../../table/typeName.ts'
import { TextOut } from './textOut.ts'

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** What a chunk tells the file: whether its first row begins with a byte order mark. */
interface TextDetails {
  startsWithMark: boolean
}

/**
 * Plain text: a row a line, of the one column there is. A row with a line break in it is refused, as it would come back
 * as several; null is written as an empty line and told.
 */
export const textTableFormat: TableFormat = {
  check({ fields }, { nested }) {
    const [field, ...others] = fields
    if (!field || others.length > 0) {
      const names = fields.slice(0, 5).map(({ name }) => name)
      const listed = `${names.join(', ')}${fields.length > names.length ? ', …' : ''}`
      const message = `text is the lines of one column, this has ${fields.length}${field ? ` (${listed})` : ''}: choose one`
      throw new EngineError('format/unsupported', message, { feature: others[0]?.name ?? 'columns' })
    }
    if (isText(field.type) || (nested === 'json' && isNested(field.type))) return
    const message = `text is the lines of a column of text, ${field.name} is ${typeName(field.type)}`
    throw new EngineError('format/unsupported', message, { feature: field.name })
  },
  chunkLimits: () => textChunkLimits(1),
  isOrdered: () => false,
  createEncoder({ fields }) {
    const writer = new ByteWriter()
    const losses = new LossCounter()
    const out = new TextOut(writer, losses, fields[0] as Field)
    return {
      encode(batches): EncodedChunk {
        const chunk = encodeTextRows(batches, writer, losses, (batch) => {
          const column = batch.data.children[0]
          return (row, chunkRow) => column && out.addRow(column, row, chunkRow)
        })
        const details: TextDetails = {
          startsWithMark: BYTE_ORDER_MARK.every((byte, i) => chunk.pieces[0]?.[i] === byte),
        }
        return { ...chunk, details }
      },
    }
  },
  createAssembler: textAssembler,
}

function isText(type: DataType): boolean {
  return isTextType(type.typeId === Type.Dictionary ? (type as Dictionary).dictionary.typeId : type.typeId)
}

function textAssembler({ fields }: Schema): FileAssembler {
  let rows = 0
  return {
    start: () => new Uint8Array(0),
    add(chunk) {
      if (rows === 0 && (chunk.details as TextDetails).startsWithMark) {
        const message = `the first row begins with a byte order mark, which readers of text leave out`
        throw new EngineError('format/unsupported', message, { feature: fields[0]?.name, row: 0 })
      }
      rows += chunk.rows
    },
    end: () => new Uint8Array(0),
  }
}
