import { useEffect, useRef, useState } from 'react'
import type { DatasetInfo, ShardInfo } from '../../app/protocol/datasets.ts'
import { isAbortError } from '../../core/errors.ts'
import { formatCompact, formatCount, formatPlural } from '../format/numbers.ts'
import { commonEnding, commonFolder } from '../sources/sourceNames.ts'
import { activateDataset } from '../stores/datasetStore.ts'
import { useEngine } from '../stores/engineStore.ts'
import { reportError } from '../stores/errorStore.ts'
import { setActiveRow, showTab } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import styles from './SourcesTree.module.css'

/** Files listed in the tree: more are no help to anyone. */
const MOST_LISTED = 500
/** Characters at the end of a name that are always shown. */
const KEPT_END = 16
/** While files are looked at, what is known of them changes many times a second; the list follows at this pace. */
const REFRESH_AFTER_MS = 500

/** The files of a dataset, folded away until they are wanted. Choosing one goes to its first row. */
export function ShardList({ dataset, indent }: { dataset: DatasetInfo; indent: number }) {
  const [open, setOpen] = useState(false)
  const { name, shards } = dataset
  if (!shards) return null
  const { count, unreadable } = shards
  return (
    <>
      <div className={styles.entry}>
        <button
          type="button"
          className={styles.name}
          style={{ paddingLeft: indent }}
          aria-expanded={open}
          aria-label={`${formatPlural(count, 'file')}${unreadable > 0 ? `, ${formatCount(unreadable)} unreadable` : ''} of ${name}`}
          onClick={() => setOpen(!open)}
        >
          <span className={controls.clip}>
            <span aria-hidden="true">{open ? '▾' : '▸'} </span>
            {formatPlural(count, 'file')}
          </span>
          {unreadable > 0 && <span className={styles.bad}>{formatCount(unreadable)} unreadable</span>}
        </button>
      </div>
      {open && <Files dataset={dataset} indent={indent + 14} />}
    </>
  )
}

function Files({ dataset, indent }: { dataset: DatasetInfo; indent: number }) {
  const { datasetId, name, extent, shards: summary } = dataset
  const engine = useEngine((state) => state.engine)
  const [shards, setShards] = useState<ShardInfo[]>([])
  const firstRead = useRef(true)
  const known = `${extent.numRows} ${extent.exact} ${summary?.unreadable}`

  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when more is known
  useEffect(() => {
    const controller = new AbortController()
    const read = () =>
      engine?.listShards({ datasetId, start: 0, end: MOST_LISTED }, controller.signal).then(setShards, (error) => {
        if (!isAbortError(error)) reportError(error, `Could not list the files of ${name}`)
      })
    const timer = setTimeout(() => void read(), firstRead.current ? 0 : REFRESH_AFTER_MS)
    firstRead.current = false
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [engine, datasetId, name, known])

  const more = (summary?.count ?? 0) - MOST_LISTED
  const names = shards.map((shard) => shard.name)
  const [start, ending] = [commonFolder(names), commonEnding(names)]
  return (
    <ul aria-label={`Files of ${name}`}>
      {shards.map((shard) => (
        <li key={shard.name} className={styles.entry}>
          <button
            type="button"
            className={styles.name}
            style={{ paddingLeft: indent }}
            title={shard.error === null ? shard.name : `${shard.name}: ${shard.error}`}
            disabled={shard.rowStart === null || shard.numRows === 0}
            onClick={() => goTo(datasetId, shard.rowStart ?? 0)}
          >
            <FileName name={shard.name.slice(start, shard.name.length - ending)} />
            <span className={`${shard.error === null ? styles.count : styles.bad} ${controls.num}`}>
              {shard.error === null ? rowsOf(shard) : 'unreadable'}
            </span>
          </button>
        </li>
      ))}
      {more > 0 && (
        <li className={styles.more} style={{ paddingLeft: indent }}>
          and {formatCount(more)} more
        </li>
      )}
    </ul>
  )
}

/** What all names have in common is left out; they differ at their ends, which stay when there is no room for all. */
function FileName({ name }: { name: string }) {
  return (
    <span className={styles.file}>
      {/* Nothing at all rather than an empty part, which has no line to stand on. */}
      {name.length > KEPT_END && <span className={styles.fileStart}>{name.slice(0, -KEPT_END)}</span>}
      <span className={styles.fileEnd}>{name.slice(-KEPT_END)}</span>
    </span>
  )
}

function rowsOf({ numRows }: ShardInfo): string {
  return numRows === null ? '…' : formatCompact(numRows)
}

function goTo(datasetId: string, row: number): void {
  activateDataset(datasetId)
  setActiveRow(datasetId, row)
  showTab('rows')
}
