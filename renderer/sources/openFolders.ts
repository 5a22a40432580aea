import type { SourceRef } from '../../app/protocol/refs.ts'
import { desktopBridge } from '../engine/desktopBridge.ts'
import { reportError } from '../stores/errorStore.ts'
import { type DroppedFolder, filesBelow } from './dropped.ts'
import { openSource } from './openSources.ts'

type FolderPicker = (options: { id: string; mode: 'read' }) => Promise<{ name: string }>

/** Asks the user for a folder and opens it as one dataset. */
export async function chooseFolderAndOpen(): Promise<void> {
  const bridge = desktopBridge()
  const picker = (window as { showDirectoryPicker?: FolderPicker }).showDirectoryPicker
  try {
    if (bridge) {
      const path = await bridge.chooseFolder()
      if (path !== null) await openSource({ kind: 'path', path })
    } else if (picker) {
      const handle = await picker.call(window, { id: 'datasets', mode: 'read' })
      await openSource({ kind: 'folder', handle, name: handle.name })
    } else chooseByInput()
  } catch (error) {
    reportError(error, 'Could not choose a folder') // closing the dialog is an abort, which is not told
  }
}

/** Held while its dialog is open: nothing else would keep an input alive that is not in the page. */
let folderInput: HTMLInputElement | null = null

/** Browsers without a picker list the folder's files once, at the choice. */
function chooseByInput(): void {
  const input = document.createElement('input')
  folderInput = input
  input.type = 'file'
  input.webkitdirectory = true
  input.addEventListener('change', () => {
    if (folderInput === input) folderInput = null
    const files = Array.from(input.files ?? [], (file) => ({ path: pathInside(file), file }))
    const name = input.files?.[0]?.webkitRelativePath.split('/')[0] ?? 'folder'
    if (files.length > 0) void openSource(folderOfFiles(name, files))
  })
  input.click()
}

function pathInside({ webkitRelativePath, name }: File): string {
  return webkitRelativePath.split('/').slice(1).join('/') || name
}

function folderOfFiles(name: string, files: readonly { path: string; file: File }[]): SourceRef {
  return {
    kind: 'files',
    name,
    files: files.map(({ path, file }) => ({ path, bytes: file.size, source: { kind: 'file', file, name: file.name } })),
  }
}

/** Opens a dropped folder as one dataset. */
export async function openDroppedFolder(folder: DroppedFolder): Promise<void> {
  const { name, asFile, handle, entry } = folder
  const path = asFile ? (desktopBridge()?.pathForFile(asFile) ?? '') : ''
  try {
    if (path !== '') await openSource({ kind: 'path', path })
    else {
      const chosen = await handle
      if (chosen) await openSource({ kind: 'folder', handle: chosen, name })
      else await openSource(folderOfFiles(name, await filesBelow(entry)))
    }
  } catch (error) {
    reportError(error, `Could not open the folder ${name}`)
  }
}
