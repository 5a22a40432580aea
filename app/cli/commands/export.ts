import type { DatasetInfo } from '../../protocol/datasets.ts'
import { columnList, parseWords } from '../args.ts'
import type { Command, CommandContext } from '../context.ts'
import { EXPORT_WORDS, type ExportTarget, type ExportWords, exportTarget } from '../export/exportTarget.ts'
import { exportText, runExport } from '../export/writeExport.ts'
import { csvOptions, inputFormat } from '../inputFormat.ts'
import { printResult } from '../output.ts'
import { exportFrom, type RepeatedExport } from '../repeat/exportFrom.ts'
import { withSession } from '../session.ts'
import { UsageError } from '../usage.ts'

/**
 * `packscope export PATH -o OUT`: the whole dataset in any format, whole or not at all.
 * `packscope export --from MANIFEST`: what a manifest says, once more.
 */
export const exportDataset: Command = async (words, context) => {
  const { values, positionals } = parseWords(
    words,
    {
      ...EXPORT_WORDS,
      from: { type: 'string' },
      'allow-changed-source': { type: 'boolean' },
      'input-format': { type: 'string' },
      splits: { type: 'string' },
      columns: { type: 'string', multiple: true },
    },
    { command: 'export', min: words.some(isFrom) ? 0 : 1, max: 1 },
  )
  if (values.from !== undefined) {
    const repeated = await repeat({ ...values, from: values.from }, positionals[0], context)
    await printResult(context.output, values.json === true, repeated, () => repeatedText(repeated))
    return 0
  }
  if (values['allow-changed-source']) throw new UsageError('--allow-changed-source goes with --from MANIFEST')
  if (!values.output) throw new UsageError('packscope export needs -o OUT')
  const target = (await exportTarget(values, context)) as ExportTarget
  const columns = columnList(values.columns) ?? null
  if (values.splits !== undefined && values.split !== undefined) {
    throw new UsageError('--split and --splits do not go together')
  }
  if (values.splits !== undefined && target.options.format !== 'hf_dataset') {
    throw new UsageError(`--splits are written side by side in a folder for load_from_disk: --format hf_dataset`)
  }
  const input = inputFormat(values['input-format'], '--input-format')
  await withSession(context, async (session) => {
    const open = (split: string | undefined) =>
      session.openIndexed(positionals[0] ?? '', input, split, csvOptions(values))
    const wanted = values.splits
    const splits = wanted === undefined ? null : await openSplits(wanted, open)
    const datasetId = splits?.[0]?.datasetId ?? (await open(values.split)).datasetId
    const result = await runExport(
      session,
      datasetId,
      { ...target, ...(splits && { splits }) },
      columns,
      context.output,
    )
    await printResult(context.output, values.json === true, result, () => exportText(result))
  })
  return 0
}

/** Every split of a folder, or those named, each as a dataset of its own. */
async function openSplits(
  words: string,
  open: (split: string | undefined) => Promise<DatasetInfo>,
): Promise<{ name: string; datasetId: string }[]> {
  const first = words === 'all' ? await open(undefined) : null
  const names = first ? first.splits : words.split(',')
  if (names.length === 0) throw new UsageError('--splits is for folders that have several')
  const splits: { name: string; datasetId: string }[] = []
  for (const name of names) {
    const { datasetId } = first?.split === name ? first : await open(name)
    splits.push({ name, datasetId })
  }
  return splits
}

const isFrom = (word: string) => word === '--from' || word.startsWith('--from=')

/** What goes with `--from`: the rest stands in the manifest. */
const BESIDE_FROM = ['from', 'output', 'overwrite', 'no-manifest', 'allow-changed-source', 'json', 'debug']

async function repeat(
  values: ExportWords & { from: string; 'allow-changed-source'?: boolean },
  path: string | undefined,
  context: CommandContext,
): Promise<RepeatedExport> {
  const stray = Object.keys(values).find((word) => !BESIDE_FROM.includes(word))
  if (stray !== undefined) throw new UsageError(`--${stray} does not go with --from: the manifest says it`)
  return exportFrom(
    {
      from: values.from,
      path,
      out: values.output,
      overwrite: values.overwrite === true,
      manifest: values['no-manifest'] !== true,
      allowChangedSource: values['allow-changed-source'] === true,
    },
    context,
  )
}

function repeatedText(repeated: RepeatedExport): string {
  const told = repeated.identical ? 'the same bytes as the manifest says' : 'not compared: the source has changed'
  return `${exportText(repeated)}${told}\n`
}
