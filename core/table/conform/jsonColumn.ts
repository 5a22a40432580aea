import type { Data, Field } from 'apache-arrow'
import { addCellJson } from '../cellJson.ts'
import { isNullCell } from '../cells.ts'
import { isJsonField } from '../jsonField.ts'
import { CollectingSink } from '../jsonSink.ts'
import { Utf8Writer } from '../writers/utf8Writer.ts'
import { WriteBudget } from '../writers/writeBudget.ts'

/**
 * A column as the JSON text of each value, all digits kept; null stays null.
 * @throws EngineError `limit/exceeded` when the text is over the budget of a batch
 */
export function jsonColumn(data: Data, field: Field): Data {
  const writer = new Utf8Writer(new WriteBudget())
  const isJson = isJsonField(field)
  for (let row = 0; row < data.length; row++) {
    if (isNullCell(data, row)) {
      writer.appendNull()
      continue
    }
    const sink = new CollectingSink(Number.POSITIVE_INFINITY)
    addCellJson(sink, data, row, { integers: 'digits', isJson })
    writer.appendText(sink.pieces.join(''))
  }
  return writer.finish()
}
