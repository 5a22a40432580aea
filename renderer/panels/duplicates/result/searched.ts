import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'

/** The dataset whose kept rows a view holds. */
export function searched(datasets: readonly DatasetInfo[], viewId: string | undefined): DatasetInfo | undefined {
  const view = datasets.find((other) => other.datasetId === viewId)
  return view && datasets.find((other) => other.datasetId === view.parentId)
}
