import type { Data, Field } from 'apache-arrow'
import type { ByteWriter } from '../../../bytes/byteWriter.ts'
import { decodeUtf8, encodeUtf8, findInvalidUtf8 } from '../../../bytes/utf8.ts'
import { EngineError } from '../../../errors.ts'
import type { LossCounter } from '../../../export/encoding/lostValues.ts'
import { bytesAt, isTextType, resolveCell } from '../../../table/cells.ts'
import { INVALID_UTF8, JsonLineOut } from '../../jsonl/write/jsonLineOut.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d
const NULL_AS_EMPTY = 'export/null-as-empty'

/** Rows as lines of text. */
export class TextOut {
  readonly #writer: ByteWriter
  readonly #losses: LossCounter
  readonly #field: Field
  readonly #json: JsonLineOut

  constructor(writer: ByteWriter, losses: LossCounter, field: Field) {
    this.#writer = writer
    this.#losses = losses
    this.#field = field
    this.#json = new JsonLineOut(writer, losses)
  }

  /**
   * A row and its line end.
   * @param chunkRow the row inside the chunk
   * @throws EngineError `format/unsupported` for a text with a line break
   */
  addRow(column: Data, columnRow: number, chunkRow: number): void {
    const { name } = this.#field
    const cell = resolveCell(column, columnRow)
    if (!cell) this.#losses.count(NULL_AS_EMPTY, name, 'null, written as an empty line', chunkRow)
    else if (isTextType(cell.data.type.typeId)) this.#addText(bytesAt(cell.data, cell.row), chunkRow)
    else this.#json.addCell(name, cell.data, cell.row, false, chunkRow)
    this.#writer.addText('\n')
  }

  #addText(utf8: Uint8Array, chunkRow: number): void {
    const { name } = this.#field
    if (utf8.includes(NEWLINE) || utf8.includes(RETURN)) {
      const message = `${name} has a line break, and a line of text is a row: choose another format`
      throw new EngineError('format/unsupported', message, { feature: name })
    }
    if (findInvalidUtf8(utf8, 0, utf8.length) < 0) {
      this.#writer.addBytes(utf8)
      return
    }
    const [code, what] = INVALID_UTF8
    this.#losses.count(code, name, what, chunkRow)
    this.#writer.addBytes(encodeUtf8(decodeUtf8(utf8)))
  }
}
