import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import type { ExportPlan } from '../../../../app/protocol/export.ts'
import { formatBytes, formatCount, formatPlural } from '../../../format/numbers.ts'
import type { Kpi } from '../../planning/kpi.ts'

/** What stands in for a number that is not known. */
const UNKNOWN = '–'

/** Rows, size and files in figures; all of them always there, so that nothing moves. */
export function planKpis(plan: ExportPlan | null, unit: string): Kpi[] {
  const { rows, bytes, files } = plan ?? { rows: null, bytes: null, files: null }
  return [
    { id: 'export-rows', value: rows === null ? UNKNOWN : formatCount(rows), label: rows === 1 ? unit : `${unit}s` },
    {
      id: 'export-bytes',
      value: bytes === null ? UNKNOWN : formatBytes(bytes),
      label: 'estimated size',
      ...(bytes === null ? {} : { exact: `about ${formatPlural(Math.round(bytes), 'byte')}` }),
    },
    {
      id: 'export-files',
      value: files === null ? UNKNOWN : formatCount(files),
      label: files === 1 ? 'file' : 'files',
    },
  ]
}

/** What a row of a dataset is called. */
export function rowUnit({ kind }: DatasetInfo): string {
  return kind === 'packed' ? 'pack' : kind === 'padded' ? 'padded row' : 'row'
}

/** What is about to be written, with what is not known yet said as such. */
export function planStory(dataset: DatasetInfo, columns: number): string {
  const { extent, pack, issueCount } = dataset
  const rows = extent.exact
    ? formatPlural(extent.numRows, rowUnit(dataset))
    : `all rows (over ${formatCount(extent.numRows)}; still being counted)`
  const parts = [`Writes ${rows} of ${formatPlural(columns, 'column')}.`]
  if (pack && pack.droppedRows + pack.skippedRows > 0) {
    parts.push(`${formatPlural(pack.droppedRows + pack.skippedRows, 'source row')} are in no pack.`)
  } else if (issueCount > 0) {
    parts.push(
      `Rows that cannot be read are left out and counted (${formatPlural(issueCount, 'issue')}${extent.exact ? '' : ' so far'}).`,
    )
  }
  return parts.join(' ')
}

/** A dataset with what it was made of: the source first, itself last. */
export function chainOf(datasets: readonly DatasetInfo[], dataset: DatasetInfo): DatasetInfo[] {
  const parent = datasets.find((other) => other.datasetId === dataset.parentId)
  return parent ? [...chainOf(datasets, parent), dataset] : [dataset]
}
