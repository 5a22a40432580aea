import type { Issue } from '../../../core/issues.ts'
import { rowJson } from '../../../core/table/rowJson.ts'
import { openEntry } from '../../engine/openEntry.ts'
import { describeAll } from '../../engine/openFolder.ts'
import { columnList, parseWords, wholeNumber } from '../args.ts'
import type { Command } from '../context.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { inputStart } from '../inputSource.ts'

/** Text collected before it is written, in characters. */
const WRITE_CHARS = 1 << 16

/** `packscope head PATH`: rows as JSON objects, from any row on. Integers beyond 2^53 come as strings. */
export const head: Command = async (words, context) => {
  const { output, signal } = context
  const { values, positionals } = parseWords(
    words,
    {
      jsonl: { type: 'boolean' },
      format: { type: 'string' },
      rows: { type: 'string', short: 'n' },
      offset: { type: 'string' },
      columns: { type: 'string', multiple: true },
    },
    { command: 'head', min: 1, max: 1 },
  )
  const count = wholeNumber(values.rows, '-n', { min: 0, fallback: 10 })
  const rowStart = wholeNumber(values.offset, '--offset', { min: 0, fallback: 0 })
  const columns = columnList(values.columns)
  const format = inputFormat(values.format, '--format')
  const asArray = values.json === true && values.jsonl !== true
  const input = await inputStart(positionals[0] ?? '', values.split, format, context)
  const running = input.runtime
  const entry = await openEntry(running, 'head', input.source, format, signal, undefined, csvOptions(values))
  try {
    await describeAll(entry, signal)
    let pending = asArray ? '[' : ''
    let first = true
    const warn = ({ severity, rowStart, message }: Issue) =>
      output.err(`${severity}: ${rowStart === null ? '' : `row ${rowStart}: `}${message}\n`)
    for (const note of entry.opened?.notes ?? []) if (note.severity !== 'info') warn(note)
    const scan = entry.dataset.scan({
      rowStart,
      rowEnd: rowStart + count,
      signal,
      onIssue: warn,
      columns,
    })
    for await (const batch of scan) {
      for (let row = 0; row < batch.numRows; row++) {
        pending += `${asArray && !first ? ',' : ''}${rowJson(batch, row, { integers: 'safe-or-string' })}${asArray ? '' : '\n'}`
        first = false
        if (pending.length < WRITE_CHARS) continue
        await output.out(pending)
        pending = ''
      }
    }
    await output.out(asArray ? `${pending}]\n` : pending)
    return 0
  } finally {
    if (entry.recipe) running.pool.release([entry.recipe.key])
    await entry.opened?.close()
    running.pool.close()
  }
}
