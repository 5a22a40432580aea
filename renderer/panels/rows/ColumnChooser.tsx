import { Popover } from '@base-ui/react/popover'
import { useMemo, useState } from 'react'
import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import { formatCount } from '../../format/numbers.ts'
import { type ColumnSetting, setColumnsHidden } from '../../grid/columns.ts'
import controls from '../../theme/controls.module.css'
import { findColumns } from './findColumns.ts'
import styles from './RowsView.module.css'

export interface ColumnChooserProps {
  columns: readonly ColumnInfo[]
  settings: readonly ColumnSetting[]
  /** Null: back to the order and widths of the beginning, everything shown. */
  onSettingsChange: (settings: readonly ColumnSetting[] | null) => void
  onShowColumn: (name: string) => void
}

/** Columns listed at a time; the search narrows the rest. */
const MOST_LISTED = 200

/** Finds, shows and hides columns. */
export function ColumnChooser({ columns, settings, onSettingsChange, onShowColumn }: ColumnChooserProps) {
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const shown = useMemo(() => settings.filter((setting) => !setting.hidden).length, [settings])
  const label =
    shown === settings.length
      ? `${formatCount(shown)} ${shown === 1 ? 'column' : 'columns'}`
      : `${formatCount(shown)} of ${formatCount(settings.length)} columns`
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={styles.quiet}>{label} ▾</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end">
          <Popover.Popup className={`${controls.menu} ${styles.popup}`}>
            <Popover.Title className={controls.unseen}>Columns</Popover.Title>
            <input
              className={controls.field}
              aria-label="Find a column"
              placeholder="find a column by name or type"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
            {open && (
              <Found
                columns={columns}
                settings={settings}
                query={query}
                shown={shown}
                onSettingsChange={onSettingsChange}
                onShowColumn={(name) => {
                  setOpen(false)
                  onShowColumn(name)
                }}
              />
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Found(props: ColumnChooserProps & { query: string; shown: number }) {
  const { columns, settings, query, shown, onSettingsChange, onShowColumn } = props
  const found = useMemo(() => findColumns(columns, settings, query), [columns, settings, query])
  const names = new Set(found.map(({ setting }) => setting.name))
  const hideAll = setColumnsHidden(settings, names, true)
  const what = query.trim() === '' ? 'all' : 'found'
  return (
    <>
      <div className={styles.popupTools}>
        <button
          type="button"
          className={controls.link}
          onClick={() => onSettingsChange(setColumnsHidden(settings, names, false))}
        >
          show {what}
        </button>
        <button
          type="button"
          className={controls.link}
          disabled={hideAll.every((setting) => setting.hidden)}
          onClick={() => onSettingsChange(hideAll)}
        >
          hide {what}
        </button>
        <span className={styles.space} />
        <button type="button" className={controls.link} onClick={() => onSettingsChange(null)}>
          reset
        </button>
      </div>
      <ul className={styles.columns} aria-label="Columns">
        {found.slice(0, MOST_LISTED).map(({ setting, info }) => (
          <li key={setting.name} className={styles.column}>
            <input
              type="checkbox"
              aria-label={`show ${setting.name}`}
              checked={!setting.hidden}
              disabled={!setting.hidden && shown === 1}
              onChange={(event) =>
                onSettingsChange(setColumnsHidden(settings, new Set([setting.name]), !event.target.checked))
              }
            />
            <button
              type="button"
              className={styles.columnName}
              title="Scroll to this column"
              disabled={setting.hidden}
              onClick={() => onShowColumn(setting.name)}
            >
              {setting.name || '(no name)'}
            </button>
            <span className={styles.columnType}>{info.type}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles.note}>No column has this in its name or type.</p>}
      {found.length > MOST_LISTED && (
        <p className={styles.note}>
          {formatCount(MOST_LISTED)} of {formatCount(found.length)} listed: search to narrow them.
        </p>
      )}
    </>
  )
}
