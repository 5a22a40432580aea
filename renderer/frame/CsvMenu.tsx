import { Menu } from '@base-ui/react/menu'
import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import { readOptionsOf, useReadOptions } from '../sources/readOptions.ts'
import { reopenAs } from '../sources/reopenAs.ts'
import controls from '../theme/controls.module.css'
import {
  DELIMITERS,
  delimiterChoice,
  HEADER_NAMES,
  HEADERS,
  headerChoice,
  withDelimiter,
  withHeader,
} from './csvChoices.ts'

/** How a CSV is read: what its first line is, and what stands between its values. */
export function CsvMenu({ dataset }: { dataset: DatasetInfo }) {
  const { datasetId, format, kind, shards } = dataset
  const options = useReadOptions((state) => readOptionsOf(state, datasetId))
  if (format !== 'csv' || kind !== 'source' || shards) return null
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={controls.button} aria-label="How the CSV is read">
        Read as ▾
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start">
          <Menu.Popup className={controls.menu}>
            <Menu.Group>
              <Menu.GroupLabel className={controls.menuLabel}>First line</Menu.GroupLabel>
              <Menu.RadioGroup
                value={headerChoice(options)}
                onValueChange={(choice: string) => void reopenAs(dataset, withHeader(options, choice))}
              >
                {HEADERS.map((choice) => (
                  <Item key={choice} value={choice} label={HEADER_NAMES[choice]} chosen={headerChoice(options)} />
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <div className={controls.menuLine} />
            <Menu.Group>
              <Menu.GroupLabel className={controls.menuLabel}>Between values</Menu.GroupLabel>
              <Menu.RadioGroup
                value={delimiterChoice(options)}
                onValueChange={(choice: string) => void reopenAs(dataset, withDelimiter(options, choice))}
              >
                {Object.keys(DELIMITERS).map((choice) => (
                  <Item key={choice} value={choice} label={choice} chosen={delimiterChoice(options)} />
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function Item({ value, label, chosen }: { value: string; label: string; chosen: string }) {
  return (
    <Menu.RadioItem value={value} className={controls.menuItem} closeOnClick>
      {label} {value === chosen && <span className={controls.menuHint}>chosen</span>}
    </Menu.RadioItem>
  )
}
