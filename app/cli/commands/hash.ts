import { DIGEST_BYTES } from '../../../core/hashing/rowHasher.ts'
import { parseWords } from '../args.ts'
import type { Command } from '../context.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { rowKey } from '../rowKeyOption.ts'
import { withSession } from '../session.ts'
import { tellIssues } from '../tellIssues.ts'

/**
 * `packscope hash PATH`: lower-case hex SHA-256 of every row, one a line; `null` for a row without a key. With
 * `--jsonl` each line is a JSON value, with `--json` all of them are one list.
 */
export const hash: Command = async (words, context) => {
  const { values, positionals } = parseWords(
    words,
    {
      columns: { type: 'string', multiple: true },
      axolotl: { type: 'boolean' },
      format: { type: 'string' },
      jsonl: { type: 'boolean' },
    },
    { command: 'hash', min: 1, max: 1 },
  )
  const key = rowKey(values)
  const format = inputFormat(values.format, '--format')
  const json = values.json === true
  const quote = json || values.jsonl ? '"' : ''
  await withSession(context, async (session) => {
    const { datasetId } = await session.openIndexed(positionals[0] ?? '', format, values.split, csvOptions(values))
    await tellIssues(context, session, datasetId)
    const [open, between, close] = json ? ['[', ',', ']\n'] : ['', '\n', '\n']
    let lead = open
    for await (const { digests, keyless } of session.api.hashRows({ datasetId, key }, context.signal)) {
      const hex = Buffer.from(digests.buffer, digests.byteOffset, digests.length).toString('hex')
      let text = ''
      for (let row = 0; row * DIGEST_BYTES < digests.length; row++) {
        const at = row * 2 * DIGEST_BYTES
        text += lead + (keyless?.[row] === 1 ? 'null' : quote + hex.slice(at, at + 2 * DIGEST_BYTES) + quote)
        lead = between
      }
      await context.output.out(text)
    }
    if (json && lead === open) await context.output.out(`${open}${close}`)
    else if (lead !== open) await context.output.out(close)
  })
  return 0
}
