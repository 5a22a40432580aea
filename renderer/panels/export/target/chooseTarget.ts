import type { SinkRef } from '../../../../app/protocol/refs.ts'
import { isAbortError } from '../../../../core/errors.ts'
import type { ExportFormat, ExportOptions } from '../../../../core/export/exportOptions.ts'
import { desktopBridge } from '../../../engine/desktopBridge.ts'
import { formatLabel } from '../form/formatChoices.ts'

export interface ChosenTarget {
  sink: SinkRef
  /** Whether the dialog asked before something of this name is replaced. */
  asked: boolean
}

type SavePicker = (options: {
  id: string
  suggestedName: string
  types: { description: string; accept: Record<string, string[]> }[]
}) => Promise<{ readonly name: string }>
type FolderPicker = (options: { id: string; mode: 'readwrite' }) => Promise<unknown>

/** The picker remembers its last place under this name. */
const PICKER_ID = 'exports'

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  arrow: 'application/vnd.apache.arrow.file',
  'arrow-stream': 'application/vnd.apache.arrow.stream',
  feather: 'application/vnd.apache.arrow.file',
  parquet: 'application/vnd.apache.parquet',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  text: 'text/plain',
  hf_dataset: 'application/octet-stream',
}

/** Asks where to write a file of this name; null when the user cancelled. Where no dialog exists the browser's downloads are the place. */
export async function chooseFile(name: string, { format, compression }: ExportOptions): Promise<ChosenTarget | null> {
  const bridge = desktopBridge()
  if (bridge) {
    const path = await bridge.chooseSaveTarget({ suggestedName: name })
    return path === null ? null : { sink: { kind: 'path', path }, asked: true }
  }
  const picker = (window as { showSaveFilePicker?: SavePicker }).showSaveFilePicker
  if (!picker) return { sink: { kind: 'download', name }, asked: true }
  const suffix = name.slice(name.lastIndexOf('.'))
  const type = compression ? `application/${compression}` : MEDIA_TYPES[format]
  const types = [{ description: formatLabel(format), accept: { [type]: [suffix] } }]
  const handle = await unlessCanceled(picker.call(window, { id: PICKER_ID, suggestedName: name, types }))
  return handle && { sink: { kind: 'handle', handle, name: handle.name }, asked: true }
}

/** Whether this window can write folders: the desktop, and browsers that let a page into one. */
export function canChooseFolder(): boolean {
  return desktopBridge() !== null || 'showDirectoryPicker' in window
}

/**
 * Asks in which folder to make one of this name; null when the user cancelled. The dialogs do not ask about what is in it.
 * Where there is none, the folder is downloaded as one archive.
 */
export async function chooseFolder(name: string): Promise<ChosenTarget | null> {
  const bridge = desktopBridge()
  if (bridge) {
    const parent = await bridge.chooseExportFolder({ name })
    return parent === null ? null : { sink: { kind: 'path', path: inFolder(parent, name) }, asked: false }
  }
  const picker = (window as { showDirectoryPicker?: FolderPicker }).showDirectoryPicker
  if (!picker) return { sink: { kind: 'download', name: `${name}.zip` }, asked: true }
  const handle = await unlessCanceled(picker.call(window, { id: PICKER_ID, mode: 'readwrite' }))
  return handle ? { sink: { kind: 'folder-handle', handle, name }, asked: false } : null
}

/** On Windows paths have a drive and backslashes. */
export function inFolder(folder: string, name: string): string {
  const separator = /^[a-z]:|^\\\\/i.test(folder) ? '\\' : '/'
  return `${folder.replace(/[\\/]$/, '')}${separator}${name}`
}

async function unlessCanceled<T>(choice: Promise<T>): Promise<T | null> {
  try {
    return await choice
  } catch (error) {
    if (isAbortError(error)) return null
    throw error
  }
}
