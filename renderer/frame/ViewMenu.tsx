import { Menu } from '@base-ui/react/menu'
import { useActiveDataset } from '../stores/datasetStore.ts'
import { closeInspector, inspectRow, type Theme, useUi } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import styles from './ViewMenu.module.css'

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

export function ViewMenu() {
  const { theme, inspectorOpen, activeRows } = useUi()
  const dataset = useActiveDataset()
  const toggleInspector = (open: boolean) => {
    if (open && dataset) inspectRow(dataset.datasetId, activeRows[dataset.datasetId] ?? 0)
    else closeInspector()
  }
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={controls.button}>View ▾</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end">
          <Menu.Popup className={controls.menu}>
            <Menu.CheckboxItem
              className={`${controls.menuItem} ${styles.choice}`}
              checked={inspectorOpen && dataset !== null}
              disabled={dataset === null}
              closeOnClick
              onCheckedChange={toggleInspector}
            >
              Record inspector
            </Menu.CheckboxItem>
            <div className={controls.menuLine} />
            <Menu.RadioGroup value={theme} onValueChange={(value) => useUi.setState({ theme: value as Theme })}>
              <Menu.Group>
                <Menu.GroupLabel className={controls.menuLabel}>Colours</Menu.GroupLabel>
                {THEMES.map(({ value, label }) => (
                  <Menu.RadioItem key={value} value={value} className={`${controls.menuItem} ${styles.choice}`}>
                    {label}
                  </Menu.RadioItem>
                ))}
              </Menu.Group>
            </Menu.RadioGroup>
            <div className={controls.menuLine} />
            <Menu.Item className={controls.menuItem} onClick={() => useUi.setState({ keysOpen: true })}>
              Keys <span className={controls.menuHint}>?</span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
