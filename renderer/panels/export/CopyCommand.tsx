import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { DedupSpec } from '../../../app/protocol/dedup.ts'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import type { SourceRef } from '../../../app/protocol/refs.ts'
import { readOptionsOf, useReadOptions } from '../../sources/readOptions.ts'
import { diskPath, sourceName, sourcePlace } from '../../sources/sourceNames.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { dedupOfView, useDedupRuns } from '../duplicates/dedupRunStore.ts'
import { searched } from '../duplicates/result/searched.ts'
import { optionsOfView, usePackRuns } from '../packing/packRunStore.ts'
import { CommandButton } from './CommandButton.tsx'
import { commandFor, type Made, UNKNOWN_FOLDER } from './command.ts'
import type { CommandTarget } from './exportFlags.ts'

/** Copies the command line that gives the same result as the view. Absent where there is none. */
export function CopyCommand({ dataset, target = null }: { dataset: DatasetInfo; target?: CommandTarget | null }) {
  const { kind, pack, pad, datasetId } = dataset
  const parent = useDatasets((state) => state.datasets.find((other) => other.datasetId === dataset.parentId) ?? null)
  const options = usePackRuns((state) => optionsOfView(state, datasetId))
  const deduplicated = useDedupRuns((state) => dedupOfView(state.runs, datasetId))
  const dedupedFrom = useDatasets((state) => searched(state.datasets, deduplicated?.viewId) ?? null)
  if (kind === 'selected') {
    if (!deduplicated || !dedupedFrom) return null
    const rows = deduplicated.viewId === datasetId ? 'kept' : 'removed'
    return <CopyDedupCommand dataset={dedupedFrom} spec={deduplicated.summary.spec} target={target} rows={rows} />
  }
  const made: Made = pack ? { kind: 'packed', summary: pack, options } : pad ? { kind: 'padded', options: pad } : null
  return <Command source={parent ?? dataset} made={made} target={target} />
}

interface CopyDedupCommandProps {
  /** What was searched. */
  dataset: DatasetInfo
  spec: DedupSpec
  target?: CommandTarget | null
  rows?: 'kept' | 'removed'
}

/** Copies the command line that finds the same duplicates. Absent where there is none. */
export function CopyDedupCommand({ dataset, spec, target = null, rows = 'kept' }: CopyDedupCommandProps) {
  const { against } = spec
  const other = useDatasets(({ datasets }) => datasets.find((one) => isAgainst(one, against)) ?? null)
  const path = against?.kind === 'hashes' ? hashesPlace(against.source) : other && placeOf(other)
  const place = path === null ? null : { path, split: other?.split ?? null }
  return <Command source={dataset} made={{ kind: 'deduplicated', spec, against: place, rows }} target={target} />
}

/** Copies the command line that gives the figures of a padding. Absent where there is none. */
export function CopyPadCommand({ dataset, options }: { dataset: DatasetInfo; options: PadOptions }) {
  return <Command source={dataset} made={{ kind: 'padded', options }} target={null} />
}

function isAgainst({ datasetId }: DatasetInfo, against: DedupSpec['against']): boolean {
  return against?.kind === 'dataset' && against.datasetId === datasetId
}

/** Where the command line finds what a dataset was opened from; null for views and samples. */
function placeOf(dataset: DatasetInfo): string | null {
  const { kind, source, name } = dataset
  if (kind !== 'source' || source?.kind === 'sample') return null
  return diskPath(dataset, location.origin) ?? UNKNOWN_FOLDER + name
}

function hashesPlace(source: SourceRef): string {
  return sourcePlace(source) ?? UNKNOWN_FOLDER + sourceName(source)
}

function Command({ source, made, target }: { source: DatasetInfo; made: Made; target: CommandTarget | null }) {
  const read = useReadOptions((state) => readOptionsOf(state, source.datasetId))
  const command = commandFor(source, diskPath(source, location.origin), made, target, read)
  return command && <CommandButton command={command} />
}
