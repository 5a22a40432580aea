import { useEffect, useState } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import { copyText } from '../../cells/copyText.ts'
import { diskPath } from '../../sources/sourceNames.ts'
import { useDatasets } from '../../stores/datasetStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import controls from '../../theme/controls.module.css'
import { optionsOfView, usePackRuns } from '../packing/packRunStore.ts'
import { type CommandTarget, commandFor } from './command.ts'

const SAID_FOR_MS = 2000

/** Copies the command line that gives the same result as the view. Absent where there is none. */
export function CopyCommand({ dataset, target = null }: { dataset: DatasetInfo; target?: CommandTarget | null }) {
  const parent = useDatasets((state) => state.datasets.find((other) => other.datasetId === dataset.parentId) ?? null)
  const options = usePackRuns((state) => optionsOfView(state, dataset.datasetId))
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const source = parent ?? dataset
  const packing = dataset.pack ? { summary: dataset.pack, options } : null
  const command = commandFor(source, diskPath(source, location.origin), packing, target)
  if (!command) return null
  const copy = () =>
    copyText(command).then(
      () => setCopied(true),
      (error) => reportError(error, 'Could not copy the command'),
    )
  return (
    <button type="button" className={controls.button} title={command} onClick={() => void copy()}>
      {copied ? 'Copied' : 'Copy as command'}
    </button>
  )
}
