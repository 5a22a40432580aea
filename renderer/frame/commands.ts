import { desktopBridge } from '../engine/desktopBridge.ts'
import { chooseFolderAndOpen } from '../sources/openFolders.ts'
import { cancelNewestOpening, chooseAndOpen, openSources } from '../sources/openSources.ts'
import { sourceOfWord } from '../sources/sourceNames.ts'
import { useEngine } from '../stores/engineStore.ts'
import { cancelNewestJob } from '../stores/jobStore.ts'
import { closeInspector, useUi } from '../stores/uiStore.ts'
import { isTyping } from './keys.ts'

/** The menu of the desktop app, and the paths a second launch hands over. */
export function listenToDesktop(): void {
  const bridge = desktopBridge()
  if (!bridge) return
  bridge.onMenu((command) => {
    if (command === 'open') void chooseAndOpen()
    else if (command === 'open-folder') void chooseFolderAndOpen()
    else if (command === 'open-url') useUi.setState({ urlOpen: true })
  })
  bridge.onOpenPaths((paths) => void openSources(paths.map(sourceOfWord)))
}

/** The keys that work everywhere. Views handle their own first and mark them with `preventDefault`. */
export function listenToKeys(): void {
  // Asked on the way down: what Esc closes is gone by the time the key comes back up.
  let popupOpen = false
  window.addEventListener(
    'keydown',
    () => {
      popupOpen = document.querySelector('[role=menu],[role=dialog],[role=listbox]') !== null
    },
    { capture: true },
  )
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    const command = (event.ctrlKey || event.metaKey) && !event.altKey
    if (command && event.key.toLowerCase() === 'o') {
      event.preventDefault()
      if (useEngine.getState().phase === 'running') void (event.shiftKey ? chooseFolderAndOpen() : chooseAndOpen())
    } else if (event.key === '?' && !isTyping(event.target)) {
      event.preventDefault()
      useUi.setState({ keysOpen: true })
    } else if (event.key === 'Escape' && !popupOpen) onEscape()
  })
}

/** One thing per press: what is being opened, else the newest job, else the issues, else the inspector. */
function onEscape(): void {
  const ui = useUi.getState()
  if (cancelNewestOpening() || cancelNewestJob()) return
  if (ui.issuesOpen) useUi.setState({ issuesOpen: false })
  else if (ui.inspectorOpen) closeInspector()
}
