import { Tooltip } from '@base-ui/react/tooltip'
import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import { formatBytes, formatCount, formatPlural } from '../format/numbers.ts'
import { diskPath, parentFolders } from '../sources/sourceNames.ts'
import { useActiveDataset, useDatasets } from '../stores/datasetStore.ts'
import { showTab } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import { CsvMenu } from './CsvMenu.tsx'
import { OpenMenu } from './OpenMenu.tsx'
import { SplitMenu } from './SplitMenu.tsx'
import styles from './Toolbar.module.css'
import { ViewMenu } from './ViewMenu.tsx'

/** What is open, where it lies and how big it is. */
export function Toolbar() {
  const dataset = useActiveDataset()
  return (
    <header className={styles.toolbar}>
      <OpenMenu />
      {dataset && <Crumb dataset={dataset} />}
      {dataset && <SplitMenu dataset={dataset} />}
      {dataset && <FormatBadge dataset={dataset} />}
      {dataset && <CsvMenu dataset={dataset} />}
      {dataset && (
        <span className={`${styles.size} ${controls.num}`} data-testid="dataset-size">
          {sizeOf(dataset)}
        </span>
      )}
      <span className={styles.space} />
      <ViewMenu />
      {dataset && (
        <button type="button" className={controls.primary} onClick={() => showTab('export')}>
          Export
        </button>
      )}
    </header>
  )
}

/** `9,812,440 rows · 3 files · 18.7 GB`; a count that is only a lower bound says so. */
function sizeOf(dataset: DatasetInfo): string {
  const { extent, byteLength } = dataset
  const unit = dataset.kind === 'packed' ? 'pack' : 'row'
  const rows = extent.exact ? formatPlural(extent.numRows, unit) : `over ${formatCount(extent.numRows)} ${unit}s`
  const files = dataset.shards ? [formatPlural(dataset.shards.count, 'file')] : []
  return [rows, ...files, ...(byteLength === null ? [] : [formatBytes(byteLength)])].join(' · ')
}

function Crumb({ dataset }: { dataset: DatasetInfo }) {
  const parent = useDatasets((state) => state.datasets.find((other) => other.datasetId === dataset.parentId) ?? null)
  const path = diskPath(parent ?? dataset, location.origin)
  const folders = path ? parentFolders(path) : []
  return (
    <span className={styles.crumb} title={path ?? dataset.name}>
      {folders.length > 0 && <span className={styles.folders}>{folders.join(' › ')} ›</span>}
      <h1 className={controls.clip}>{parent ? parent.name : dataset.name}</h1>
      {parent && <span className={styles.view}>› {dataset.name}</span>}
    </span>
  )
}

function FormatBadge({ dataset }: { dataset: DatasetInfo }) {
  const { format, compression, detectionReason } = dataset
  if (!format) return null
  const label = [format, compression].filter(Boolean).join(' · ')
  if (!detectionReason) return <span className={controls.badge}>{label}</span>
  return (
    <Tooltip.Root>
      <Tooltip.Trigger className={controls.badge}>{label}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6}>
          <Tooltip.Popup className={styles.tooltip}>{detectionReason}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
