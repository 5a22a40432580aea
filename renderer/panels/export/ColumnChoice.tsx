import { useState } from 'react'
import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import { formatCount } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import styles from './ExportView.module.css'

/** From this many columns on the list can be searched. */
const SEARCH_FROM = 12

interface ColumnChoiceProps {
  columns: readonly ColumnInfo[]
  /** Names of the columns left out. */
  left: ReadonlySet<string>
  onLeft(left: ReadonlySet<string>): void
}

export function ColumnChoice({ columns, left, onLeft }: ColumnChoiceProps) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const shown = columns.filter(({ name }) => name.toLowerCase().includes(wanted))
  const set = (names: readonly string[], take: boolean) => {
    const next = new Set(left)
    for (const name of names) {
      if (take) next.delete(name)
      else next.add(name)
    }
    onLeft(next)
  }
  const names = shown.map(({ name }) => name)
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>
        Columns · {formatCount(columns.length - left.size)} of {formatCount(columns.length)}
      </legend>
      <div className={styles.line}>
        {columns.length >= SEARCH_FROM && (
          <input
            type="search"
            className={controls.field}
            placeholder="Search columns"
            aria-label="Search columns"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        <button type="button" className={controls.link} onClick={() => set(names, true)}>
          All
        </button>
        <button type="button" className={controls.link} onClick={() => set(names, false)}>
          None
        </button>
      </div>
      <div className={styles.columns}>
        {shown.map(({ name, type }) => (
          <label key={name} className={styles.choice}>
            <input type="checkbox" checked={!left.has(name)} onChange={(event) => set([name], event.target.checked)} />
            <span className={`${styles.name} ${controls.clip}`}>{name}</span>
            <span className={`${styles.type} ${controls.clip}`}>{type}</span>
          </label>
        ))}
        {shown.length === 0 && <p className={styles.hint}>No column is called that.</p>}
      </div>
    </fieldset>
  )
}
