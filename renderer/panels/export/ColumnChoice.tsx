import { useMemo, useState } from 'react'
import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import { formatCount } from '../../format/numbers.ts'
import { LongList } from '../../lists/LongList.tsx'
import controls from '../../theme/controls.module.css'
import styles from './ExportView.module.css'

/** From this many columns on the list can be searched. */
const SEARCH_FROM = 12
const LINE_PX = 25
const MOST_LINES = 12

interface ColumnChoiceProps {
  columns: readonly ColumnInfo[]
  /** Names of the columns left out. */
  left: ReadonlySet<string>
  /** Why columns cannot be taken as they are. */
  reasons?: ReadonlyMap<string, string>
  onLeft(left: ReadonlySet<string>): void
}

export function ColumnChoice({ columns, left, reasons, onLeft }: ColumnChoiceProps) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const shown = useMemo(() => columns.filter(({ name }) => name.toLowerCase().includes(wanted)), [columns, wanted])
  const taken = useMemo(() => columns.filter(({ name }) => !left.has(name)).length, [columns, left])
  const set = (of: readonly ColumnInfo[], take: boolean) => {
    const next = new Set(left)
    for (const { name } of of) {
      if (take) next.delete(name)
      else next.add(name)
    }
    onLeft(next)
  }
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>
        Columns · {formatCount(taken)} of {formatCount(columns.length)}
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
        <button type="button" className={controls.link} onClick={() => set(shown, true)}>
          All
        </button>
        <button type="button" className={controls.link} onClick={() => set(shown, false)}>
          None
        </button>
      </div>
      <div className={styles.columns}>
        <LongList
          label="Columns"
          count={shown.length}
          linePx={LINE_PX}
          mostLines={MOST_LINES}
          keyOf={(index) => (shown[index] as ColumnInfo).name}
          line={(index) => {
            const column = shown[index] as ColumnInfo
            return (
              <Line
                column={column}
                taken={!left.has(column.name)}
                reason={reasons?.get(column.name) ?? null}
                onTaken={(take) => set([column], take)}
              />
            )
          }}
        />
        {shown.length === 0 && <p className={styles.hint}>No column is called that.</p>}
      </div>
    </fieldset>
  )
}

interface LineProps {
  column: ColumnInfo
  taken: boolean
  reason: string | null
  onTaken(taken: boolean): void
}

function Line({ column: { name, type }, taken, reason, onTaken }: LineProps) {
  return (
    <label className={styles.choice} title={reason ? `${name} · ${type}\n${reason}` : `${name} · ${type}`}>
      <input type="checkbox" checked={taken} onChange={(event) => onTaken(event.target.checked)} />
      <span className={`${styles.name} ${controls.clip}`}>{name}</span>
      {reason ? (
        <span className={`${styles.reason} ${controls.clip}`}>{reason}</span>
      ) : (
        <span className={`${styles.type} ${controls.clip}`}>{type}</span>
      )}
    </label>
  )
}
