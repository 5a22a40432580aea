import { Menu } from '@base-ui/react/menu'
import { chooseFolderAndOpen } from '../sources/openFolders.ts'
import { chooseAndOpen, openSource } from '../sources/openSources.ts'
import { SAMPLES, sourcePlace } from '../sources/sourceNames.ts'
import { useEngine } from '../stores/engineStore.ts'
import { useRecent } from '../stores/recentStore.ts'
import { useUi } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import { COMMAND_KEY } from './keys.ts'

export function OpenMenu() {
  const recent = useRecent((state) => state.entries)
  const running = useEngine((state) => state.phase === 'running')
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={controls.button} disabled={!running}>
        Open ▾
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start">
          <Menu.Popup className={controls.menu}>
            <Menu.Item className={controls.menuItem} onClick={() => void chooseAndOpen()}>
              Open file… <span className={controls.menuHint}>{COMMAND_KEY}+O</span>
            </Menu.Item>
            <Menu.Item className={controls.menuItem} onClick={() => void chooseFolderAndOpen()}>
              Open folder… <span className={controls.menuHint}>{COMMAND_KEY}+Shift+O</span>
            </Menu.Item>
            <Menu.Item className={controls.menuItem} onClick={() => useUi.setState({ urlOpen: true })}>
              Open URL…
            </Menu.Item>
            <div className={controls.menuLine} />
            <Menu.Group>
              <Menu.GroupLabel className={controls.menuLabel}>Samples</Menu.GroupLabel>
              {SAMPLES.map((sample) => (
                <Menu.Item
                  key={sample.name}
                  className={controls.menuItem}
                  onClick={() => void openSource({ kind: 'sample', name: sample.name })}
                >
                  {sample.title} <span className={controls.menuHint}>{sample.hint}</span>
                </Menu.Item>
              ))}
            </Menu.Group>
            {recent.length > 0 && (
              <Menu.Group>
                <Menu.GroupLabel className={controls.menuLabel}>Recent</Menu.GroupLabel>
                {recent.map(({ source, name, openedAt }) => (
                  <Menu.Item
                    key={openedAt}
                    className={controls.menuItem}
                    title={sourcePlace(source) ?? undefined}
                    onClick={() => void openSource(source)}
                  >
                    <span className={controls.clip}>{name}</span>
                  </Menu.Item>
                ))}
              </Menu.Group>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
