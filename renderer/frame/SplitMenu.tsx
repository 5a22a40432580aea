import { Menu } from '@base-ui/react/menu'
import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import { openSplit } from '../sources/openSplit.ts'
import controls from '../theme/controls.module.css'

/** The split that is shown, and the others of the same folder. */
export function SplitMenu({ dataset }: { dataset: DatasetInfo }) {
  const { split, splits } = dataset
  if (split === null) return null
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={controls.button} aria-label={`Split ${split}, choose another`}>
        {split} ▾
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start">
          <Menu.Popup className={controls.menu}>
            <Menu.RadioGroup value={split} onValueChange={(name: string) => void openSplit(dataset, name)}>
              {splits.map((name) => (
                <Menu.RadioItem key={name} value={name} className={controls.menuItem} closeOnClick>
                  {name} {name === split && <span className={controls.menuHint}>shown</span>}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
