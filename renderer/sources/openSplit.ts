import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import type { SourceRef } from '../../app/protocol/refs.ts'
import { activateDataset, useDatasets } from '../stores/datasetStore.ts'
import { sourceKey } from '../stores/recentStore.ts'
import { openSource } from './openSources.ts'

/** Shows a split of the folder a dataset was opened from: the one that is open already, or another dataset beside it. */
export async function openSplit({ source }: DatasetInfo, split: string): Promise<void> {
  if (!source) return
  const { datasets } = useDatasets.getState()
  const open = datasets.find((other) => other.source && other.split === split && isSameFolder(other.source, source))
  if (open) activateDataset(open.datasetId)
  else await openSource(withSplitOf(source, split))
}

function withSplitOf(source: SourceRef, split: string | undefined): SourceRef {
  if (source.kind !== 'path' && source.kind !== 'folder' && source.kind !== 'files') return source
  const { split: _other, ...folder } = source
  return split === undefined ? folder : { ...folder, split }
}

/** Folders a browser handed out are the same when their handle or list is. */
function isSameFolder(a: SourceRef, b: SourceRef): boolean {
  if (a.kind === 'folder' && b.kind === 'folder') return a.handle === b.handle || a.name === b.name
  if (a.kind === 'files' && b.kind === 'files') return a.name === b.name && a.files.length === b.files.length
  const key = sourceKey(withSplitOf(a, undefined))
  return key !== null && key === sourceKey(withSplitOf(b, undefined))
}
