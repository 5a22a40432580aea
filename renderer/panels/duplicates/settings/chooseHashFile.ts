import type { SourceRef } from '../../../../app/protocol/refs.ts'
import { desktopBridge } from '../../../engine/desktopBridge.ts'
import { baseName } from '../../../sources/sourceNames.ts'

/** Held while its dialog is open: nothing else would keep an input alive that is not in the page. */
let input: HTMLInputElement | null = null

/** Asks for one file: the system's dialog on the desktop, a file input in the browser. Null when it was closed. */
export async function chooseHashFile(): Promise<{ name: string; source: SourceRef } | null> {
  const bridge = desktopBridge()
  if (bridge) {
    const [path] = await bridge.chooseFiles()
    return path === undefined ? null : { name: baseName(path), source: { kind: 'path', path } }
  }
  const element = document.createElement('input')
  input = element
  element.type = 'file'
  return new Promise((resolve) => {
    const settle = () => {
      if (input === element) input = null
      const file = element.files?.[0]
      resolve(file ? { name: file.name, source: { kind: 'file', file, name: file.name } } : null)
    }
    element.addEventListener('change', settle)
    element.addEventListener('cancel', settle)
    element.click()
  })
}
