import type { Dataset } from '../../../core/dataset/dataset.ts'
import type { DatasetInfo } from '../../protocol/datasets.ts'
import { describeColumns } from '../describe.ts'
import type { Entry } from '../entry.ts'
import { IssueLog } from '../issueLog.ts'
import type { LineageStep } from '../provenance/lineage.ts'

/**
 * A view of `base`: nothing of it is in memory, its rows are made from those of `base` when they are asked for.
 * @param view the dataset over the rows of another one: those the window reads, and those jobs read
 * @param info what tells the view from others
 * @param step how the same view is made again
 */
export function derivedEntry(
  base: Entry,
  view: (rows: Dataset) => Dataset,
  info: Pick<DatasetInfo, 'datasetId' | 'name' | 'kind'> & Partial<DatasetInfo>,
  step: LineageStep,
): Entry {
  const dataset = view(base.dataset)
  return {
    dataset,
    records: null,
    text: null,
    addRows: null,
    shards: null,
    issues: new IssueLog(),
    opened: null,
    recipe: null,
    selection: null,
    bulk: async (signal) => view(await base.bulk(signal)),
    indexed: Promise.resolve(),
    counts: new Map(),
    paddings: new Map(),
    origin: { base, step },
    packing: null,
    dedup: null,
    lifetime: new AbortController(),
    info: {
      path: null,
      source: null,
      splits: [],
      split: null,
      shards: null,
      parentId: base.info.datasetId,
      format: null,
      compression: null,
      detectedBy: null,
      detectionReason: null,
      byteLength: null,
      columns: describeColumns(dataset.schema),
      tokenColumn: null,
      schemaVersion: 1,
      extent: { ...dataset.extent },
      issueCount: 0,
      pack: null,
      pad: null,
      ...info,
    },
  }
}
