import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import { formatCompact, formatCount } from '../format/numbers.ts'
import { closeDataset } from '../sources/closeDataset.ts'
import { openSource } from '../sources/openSources.ts'
import { openSplit } from '../sources/openSplit.ts'
import { diskPath, sourcePlace, withSplit } from '../sources/sourceNames.ts'
import { activateDataset, useDatasets } from '../stores/datasetStore.ts'
import { sourceKey, useRecent } from '../stores/recentStore.ts'
import { SIDEBAR_WIDTH, useUi } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import { ShardList } from './ShardList.tsx'
import styles from './SourcesTree.module.css'
import { Splitter } from './Splitter.tsx'

/** Open datasets with the views derived from them, what is being opened, and what was open before. */
export function SourcesTree() {
  const { datasets, opening } = useDatasets()
  const sidebarWidth = useUi((state) => state.sidebarWidth)
  const openKeys = new Set(datasets.map((dataset) => dataset.source && sourceKey(dataset.source)))
  const recent = useRecent((state) => state.entries).filter((entry) => !openKeys.has(sourceKey(entry.source)))
  const sources = datasets.filter((dataset) => dataset.parentId === null)
  return (
    <nav className={styles.tree} aria-label="Sources">
      <div className={styles.scroll}>
        <h2 className={styles.heading}>Open</h2>
        <ul>
          {sources.map((dataset) => (
            <Branch key={dataset.datasetId} dataset={dataset} depth={0} />
          ))}
          {opening.map(({ id, name, cancel }) => (
            <li key={id} className={styles.opening}>
              <span className={controls.clip}>Opening {name}…</span>
              <button type="button" className={controls.link} onClick={cancel} aria-label={`Cancel opening ${name}`}>
                Cancel
              </button>
            </li>
          ))}
        </ul>
        {recent.length > 0 && (
          <>
            <h2 className={styles.heading}>Recent</h2>
            <ul>
              {recent.map(({ source, name, openedAt }) => (
                <li key={openedAt} className={styles.entry}>
                  <button
                    type="button"
                    className={styles.name}
                    title={sourcePlace(source) ?? undefined}
                    onClick={() => void openSource(source)}
                  >
                    <span className={controls.clip}>{name}</span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Splitter
        label="Width of the sources"
        panel="left"
        width={sidebarWidth}
        {...SIDEBAR_WIDTH}
        onWidth={(width) => useUi.setState({ sidebarWidth: width })}
      />
    </nav>
  )
}

/** Below its source a view needs no more than what tells it from its sisters. */
function shortName({ name, pack, pad, kind, split }: DatasetInfo): string {
  if (pad) return `pad ${pad.batchSize} · ${pad.order === 'length' ? 'by length' : pad.order}`
  if (pack) return `${pack.strategy} · ${formatCount(pack.sequenceLen)}`
  return kind === 'selected' ? (name.split(' · ')[0] ?? name) : withSplit(name, split)
}

/** Splits of the same folder that are not open: one click away. */
function OtherSplits({ dataset, indent }: { dataset: DatasetInfo; indent: number }) {
  const open = useDatasets((state) => state.datasets)
  const others = dataset.splits.filter(
    (split) =>
      !open.some((other) => other.split === split && other.path === dataset.path && other.name === dataset.name),
  )
  // Below the first of the folder's datasets only: once is enough.
  const isFirst = open.find((other) => other.path === dataset.path && other.name === dataset.name) === dataset
  if (others.length === 0 || !isFirst) return null
  return (
    <ul aria-label={`Other splits of ${dataset.name}`}>
      {others.map((split) => (
        <li key={split} className={styles.entry}>
          <button
            type="button"
            className={styles.name}
            style={{ paddingLeft: indent }}
            title={`Open split ${split} of ${dataset.name}`}
            onClick={() => void openSplit(dataset, split)}
          >
            <span className={controls.clip}>{split}</span>
            <span className={styles.count}>split</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Branch({ dataset, depth }: { dataset: DatasetInfo; depth: number }) {
  const { datasetId, name, extent } = dataset
  const active = useDatasets((state) => state.activeId === datasetId)
  const datasets = useDatasets((state) => state.datasets)
  const views = datasets.filter((other) => other.parentId === datasetId)
  const unit = dataset.kind === 'packed' ? 'packs' : 'rows'
  return (
    <li>
      <div className={styles.entry} data-active={active || undefined}>
        <button
          type="button"
          className={styles.name}
          style={{ paddingLeft: 8 + depth * 14 }}
          aria-current={active ? 'true' : undefined}
          title={diskPath(dataset, location.origin) ?? name}
          onClick={() => activateDataset(datasetId)}
        >
          <span className={controls.clip}>{shortName(dataset)}</span>
          <span className={`${styles.count} ${controls.num}`} title={`${formatCount(extent.numRows)} ${unit}`}>
            {formatCompact(extent.numRows)}
            {!extent.exact && '+'}
          </span>
        </button>
        <button
          type="button"
          className={styles.close}
          aria-label={`Close ${name}`}
          title={`Close ${name}`}
          onClick={() => void closeDataset(datasetId)}
        >
          ×
        </button>
      </div>
      <OtherSplits dataset={dataset} indent={8 + (depth + 1) * 14} />
      <ShardList dataset={dataset} indent={8 + (depth + 1) * 14} />
      {views.length > 0 && (
        <ul>
          {views.map((view) => (
            <Branch key={view.datasetId} dataset={view} depth={depth + 1} />
          ))}
        </ul>
      )}
    </li>
  )
}
