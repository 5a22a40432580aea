import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { diskPath } from '../../sources/sourceNames.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { optionsOfView, usePackRuns } from '../packing/packRunStore.ts'
import { CommandButton } from './CommandButton.tsx'
import { type CommandTarget, commandFor, type Made } from './command.ts'

/** Copies the command line that gives the same result as the view. Absent where there is none. */
export function CopyCommand({ dataset, target = null }: { dataset: DatasetInfo; target?: CommandTarget | null }) {
  const { kind, pack, pad } = dataset
  const parent = useDatasets((state) => state.datasets.find((other) => other.datasetId === dataset.parentId) ?? null)
  const options = usePackRuns((state) => optionsOfView(state, dataset.datasetId))
  if (kind === 'selected') return null
  const made: Made = pack ? { kind: 'packed', summary: pack, options } : pad ? { kind: 'padded', options: pad } : null
  return <Command source={parent ?? dataset} made={made} target={target} />
}

/** Copies the command line that gives the figures of a padding. Absent where there is none. */
export function CopyPadCommand({ dataset, options }: { dataset: DatasetInfo; options: PadOptions }) {
  return <Command source={dataset} made={{ kind: 'padded', options }} target={null} />
}

function Command({ source, made, target }: { source: DatasetInfo; made: Made; target: CommandTarget | null }) {
  const command = commandFor(source, diskPath(source, location.origin), made, target)
  return command && <CommandButton command={command} />
}
