import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { diskPath } from '../../sources/sourceNames.ts'
import { CommandButton } from '../export/CommandButton.tsx'
import { padCommand } from './padCommand.ts'

/** Copies the command line that gives the same numbers. Absent where there is none. */
export function CopyPadCommand({ dataset, options }: { dataset: DatasetInfo; options: PadOptions }) {
  const command = padCommand(dataset, diskPath(dataset, location.origin), options)
  return command && <CommandButton command={command} />
}
