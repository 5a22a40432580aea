import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import type { Issue } from '../../issues.ts'
import type { ArrowIndex } from './arrowIndex.ts'
import { indexMessage } from './indexMessage.ts'
import { MessageReader } from './messageReader.ts'

function issue(severity: Issue['severity'], code: string, message: string, byteStart: number): Issue {
  return { severity, code, message, rowStart: null, rowEnd: null, byteStart }
}

async function readStart(reader: MessageReader, byteStart: number) {
  const found = await reader.read(byteStart)
  if (found.kind !== 'message') {
    throw new EngineError('format/corrupt', 'an Arrow stream ends before its schema does', { byte: byteStart })
  }
  const { header, version } = found.message
  if (header.kind !== 'schema') {
    throw new EngineError('format/corrupt', `an Arrow stream starts with a ${header.kind}, not a schema`, {
      byte: byteStart,
    })
  }
  const index: ArrowIndex = { stored: header.schema, version, batches: [], dictionaries: [], numRows: 0, issues: [] }
  return { index, byteEnd: found.byteEnd }
}

/** Whether a damaged message ends the walk: what is damaged is told as an issue, what is refused is thrown. */
function damageOf(error: unknown, byteStart: number, numRows: number): Issue {
  if (!(error instanceof EngineError) || error.code !== 'format/corrupt') throw error
  const message = `the Arrow stream is damaged behind row ${numRows}, nothing behind it can be read: ${error.message}`
  return issue('error', 'arrow/damaged-stream', message, error.details.byte ?? byteStart)
}

/**
 * Walks the messages of an Arrow IPC stream from its schema to its end, reading metadata only. A stream that is cut
 * or damaged somewhere keeps the batches before that place and has one `error` issue; one that stops between two
 * messages without the mark that ends streams has a `warning`, since rows may be missing.
 *
 * @param byteStart where the stream starts in the source (8 in IPC files)
 * @throws EngineError `format/corrupt` without a readable schema; `format/unsupported`; what the source throws
 */
export async function indexStream(source: ByteSource, byteStart: number, signal?: AbortSignal): Promise<ArrowIndex> {
  const reader = new MessageReader(source, signal)
  const { index, byteEnd } = await readStart(reader, byteStart)
  for (let at = byteEnd; ; ) {
    try {
      const found = await reader.read(at)
      if (found.kind === 'message') {
        indexMessage(index, found.message, found.place)
        at = found.byteEnd
        continue
      }
      if (found.kind === 'cut') {
        const message = `the Arrow stream is cut off at byte ${found.byteEnd}, behind row ${index.numRows}`
        index.issues.push(issue('error', 'arrow/cut-off', message, at))
      } else if (found.kind === 'nothing') {
        const message = 'the Arrow stream has no end mark: rows may be missing at its end'
        index.issues.push(issue('warning', 'arrow/no-end-mark', message, at))
      }
      return index
    } catch (error) {
      index.issues.push(damageOf(error, at, index.numRows))
      return index
    }
  }
}
