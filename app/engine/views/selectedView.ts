import { selectRows, tellInBaseOrder } from '../../../core/dataset/selectRows.ts'
import { EngineError } from '../../../core/errors.ts'
import { accountRows } from '../../../core/packing/account/tokenAccount.ts'
import type { AccountLine } from '../../protocol/packing.ts'
import type { Entry } from '../entry.ts'
import { LISTED_ISSUES } from '../issueLog.ts'
import type { LineageStep } from '../provenance/lineage.ts'
import { derivedEntry } from './derivedEntry.ts'

const LINE_NAMES: Readonly<Record<AccountLine['kind'], string>> = {
  kept: 'rows kept',
  cut: 'rows cut',
  dropped: 'rows dropped',
  split: 'rows split',
  skipped: 'rows not usable',
  padding: 'padding',
}

/** The rows behind a line of a packed view's account, as a view of the dataset that was packed. */
export function openLine(entry: Entry, line: AccountLine['kind'], viewId: string): Entry {
  const { packing, info } = entry
  if (!packing || line === 'padding') {
    throw new EngineError('argument/invalid', `'${info.name}' has no rows behind '${line}'`)
  }
  const { base, plan, counts, options } = packing
  const rows = accountRows(plan, counts.lengths, line)
  return lineView(base, rows, { kind: 'packLine', options, line }, info.name, viewId)
}

/** The rows behind a line of an account, as a view of `base`. @param of what the account is of, for the view's name */
export function lineView(
  base: Entry,
  rows: Uint32Array,
  step: Extract<LineageStep, { kind: 'packLine' | 'padLine' }>,
  of: string,
  viewId: string,
): Entry {
  return selectedEntry(base, rows, viewId, `${LINE_NAMES[step.line]} · ${of}`, step)
}

/** Chosen rows of `base`, ascending. They keep their numbers in the file and what is known to be wrong with them. */
export function selectedEntry(base: Entry, rows: Uint32Array, viewId: string, name: string, step: LineageStep): Entry {
  const { format, compression, detectedBy, detectionReason, columns, tokenColumn, schemaVersion } = base.info
  const view = derivedEntry(
    base,
    (dataset) => selectRows(dataset, rows),
    {
      datasetId: viewId,
      name,
      kind: 'selected',
      format,
      compression,
      detectedBy,
      detectionReason,
      columns,
      tokenColumn,
      schemaVersion,
    },
    step,
  )
  view.selection = { base, rows }
  for (const issue of base.issues.list(0, LISTED_ISSUES)) {
    if (issue.rowStart !== null) tellInBaseOrder(issue, rows, 0, (own) => void view.issues.add(own))
  }
  view.info = { ...view.info, issueCount: view.issues.count }
  return view
}
