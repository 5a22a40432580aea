import { selectRows } from '../../core/dataset/selectRows.ts'
import { EngineError } from '../../core/errors.ts'
import { accountRows } from '../../core/packing/account/tokenAccount.ts'
import type { AccountLine } from '../protocol/packing.ts'
import type { Entry } from './entry.ts'
import { IssueLog } from './issueLog.ts'

const LINE_NAMES: Readonly<Record<AccountLine['kind'], string>> = {
  kept: 'rows kept',
  cut: 'rows cut',
  dropped: 'rows dropped',
  split: 'rows split',
  skipped: 'rows not usable',
  padding: 'padding',
}

/** The rows behind a line of a packed view's account, as a view of the dataset that was packed. */
export async function openLine(entry: Entry, line: AccountLine['kind'], viewId: string): Promise<Entry> {
  const { packing, info } = entry
  if (!packing || line === 'padding') {
    throw new EngineError('argument/invalid', `'${info.name}' has no rows behind '${line}'`)
  }
  const { base, plan, counts } = packing
  const rows = accountRows(plan, counts.lengths, line)
  const dataset = selectRows(base.dataset, rows)
  return {
    dataset,
    records: null,
    issues: new IssueLog(),
    opened: null,
    recipe: null,
    bulk: async (signal) => selectRows(await base.bulk(signal), rows),
    indexed: Promise.resolve(),
    counts: new Map(),
    paddings: new Map(),
    packing: null,
    lifetime: new AbortController(),
    info: {
      ...base.info,
      datasetId: viewId,
      name: `${LINE_NAMES[line]} · ${info.name}`,
      source: null,
      path: null,
      parentId: base.info.datasetId,
      kind: 'selected',
      byteLength: null,
      tokenColumn: null,
      extent: { numRows: rows.length, exact: true },
      issueCount: 0,
      pack: null,
    },
  }
}
