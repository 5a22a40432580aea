import { EngineError } from '../../errors.ts'
import type { Message } from '../../table/ipc/readMessage.ts'
import { type ArrowIndex, MAX_BATCH_ROWS, type MessagePlace } from './arrowIndex.ts'

/**
 * Adds a batch or dictionary to an index, where it is found in the file's order.
 *
 * @throws EngineError `format/corrupt` for what cannot be right
 */
export function indexMessage(index: ArrowIndex, message: Message, place: MessagePlace): void {
  const { header } = message
  if (header.kind === 'schema') {
    throw new EngineError('format/corrupt', 'an Arrow stream has a second schema', { byte: place.byteStart })
  }
  const { numRows, codec } = header.batch
  if (numRows > MAX_BATCH_ROWS) {
    throw new EngineError('format/corrupt', `an Arrow batch claims ${numRows} rows`, { byte: place.byteStart })
  }
  if (header.kind === 'dictionary') {
    index.dictionaries.push({ ...place, id: header.id, isDelta: header.isDelta, codec })
    return
  }
  const rowStart = index.numRows
  index.numRows += numRows
  index.batches.push({
    ...place,
    rowStart,
    rowEnd: index.numRows,
    dictionaryCount: index.dictionaries.length,
    codec,
  })
}
