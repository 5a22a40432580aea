import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import { diskPath } from '../../sources/sourceNames.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { optionsOfView, usePackRuns } from '../packing/packRunStore.ts'
import { CommandButton } from './CommandButton.tsx'
import { type CommandTarget, commandFor } from './command.ts'

/** Copies the command line that gives the same result as the view. Absent where there is none. */
export function CopyCommand({ dataset, target = null }: { dataset: DatasetInfo; target?: CommandTarget | null }) {
  const parent = useDatasets((state) => state.datasets.find((other) => other.datasetId === dataset.parentId) ?? null)
  const options = usePackRuns((state) => optionsOfView(state, dataset.datasetId))
  const source = parent ?? dataset
  const packing = dataset.pack ? { summary: dataset.pack, options } : null
  const command = commandFor(source, diskPath(source, location.origin), packing, target)
  return command && <CommandButton command={command} />
}
