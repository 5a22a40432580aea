import type { SearchQuery } from '../../protocol/search.ts'
import { columnList, parseWords } from '../args.ts'
import type { Command } from '../context.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { withSession } from '../session.ts'
import { tellIssues } from '../tellIssues.ts'
import { UsageError } from '../usage.ts'

/**
 * `packscope search PATH --text T | --regex R`: the numbers of the rows with a value that has it, one a line, and how many
 * there are on standard error; with `--json` one object of all. Rows on which an expression takes too long are told.
 */
export const search: Command = async (words, context) => {
  const { output, signal } = context
  const { values, positionals } = parseWords(
    words,
    {
      text: { type: 'string' },
      regex: { type: 'string' },
      'ignore-case': { type: 'boolean', short: 'i' },
      columns: { type: 'string', multiple: true },
      format: { type: 'string' },
      jsonl: { type: 'boolean' },
    },
    { command: 'search', min: 1, max: 1 },
  )
  const query = queryOf(values)
  const columns = columnList(values.columns) ?? null
  const format = inputFormat(values.format, '--format')
  const json = values.json === true && values.jsonl !== true
  await withSession(context, async (session) => {
    const { datasetId } = await session.openIndexed(positionals[0] ?? '', format, values.split, csvOptions(values))
    await tellIssues(context, session, datasetId)
    let [count, searched] = [0, 0]
    const undecided: number[] = []
    await output.out(json ? '{"rows":[' : '')
    for await (const found of session.api.searchRows({ datasetId, query, columns }, signal)) {
      const lead = json && count > 0 && found.rows.length > 0 ? ',' : ''
      const text = found.rows.join(json ? ',' : '\n')
      await output.out(lead + text + (json || text === '' ? '' : '\n'))
      count += found.rows.length
      searched = found.rowEnd
      for (const row of found.undecided)
        output.err(`warning: row ${row} is left out: the expression takes too long on it\n`)
      undecided.push(...found.undecided)
    }
    if (json) await output.out(`],"count":${count},"searched":${searched},"undecided":[${undecided.join(',')}]}\n`)
    else output.err(`${count.toLocaleString('en')} of ${searched.toLocaleString('en')} rows\n`)
  })
  return 0
}

function queryOf(values: { text?: string; regex?: string; 'ignore-case'?: boolean }): SearchQuery {
  const { text, regex } = values
  const ignoreCase = values['ignore-case'] === true
  if ((text === undefined) === (regex === undefined)) throw new UsageError('search takes --text T or --regex R')
  return text !== undefined ? { kind: 'text', text, ignoreCase } : { kind: 'regex', text: regex ?? '', ignoreCase }
}
