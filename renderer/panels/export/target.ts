import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { SinkRef } from '../../../app/protocol/refs.ts'
import { EngineError, isAbortError } from '../../../core/errors.ts'
import { FORMAT_SUFFIX } from '../../../core/export/exportNames.ts'
import type { ExportFormat } from '../../../core/export/exportOptions.ts'
import { desktopBridge } from '../../engine/desktopBridge.ts'

/** Where the engine leaves a file when the browser has no save dialog; in the origin's private files. */
const DOWNLOAD_FOLDER = 'exports'

interface SaveHandle {
  readonly name: string
  getFile(): Promise<File>
}
type SavePicker = (options: {
  suggestedName: string
  types: { description: string; accept: Record<string, string[]> }[]
}) => Promise<SaveHandle>

const MADE = { padded: '-padded', selected: '-rows' } as const

/** What a view of chosen rows holds, where more is known than that they were chosen. */
export type Chosen = 'deduplicated' | 'duplicates'

/** A file name for the export of a dataset: `chat-packed-4096.arrow`. */
export function suggestedName(
  dataset: DatasetInfo,
  parent: DatasetInfo | null,
  format: ExportFormat,
  chosen: Chosen | null = null,
): string {
  const stem = (parent ?? dataset).name
    .replace(/\.(zst|zstd|gz|gzip)$/i, '')
    .replace(/\.(jsonl|ndjson|json|csv|tsv|parquet|arrows?|ipc|feather|txt)$/i, '')
    .replace(/[\\/:*?"<>|\s]+/g, '-')
  const { pack, kind } = dataset
  const plain = kind === 'padded' || kind === 'selected' ? MADE[kind] : ''
  const made = pack ? `-packed-${pack.sequenceLen}` : chosen ? `-${chosen}` : plain
  return `${stem || 'dataset'}${made}${FORMAT_SUFFIX[format]}`
}

/** Asks where to write; null when the user cancelled. Where no dialog exists the browser's downloads are the place. */
export async function chooseTarget(name: string): Promise<SinkRef | null> {
  const bridge = desktopBridge()
  if (bridge) {
    const path = await bridge.chooseSaveTarget({ suggestedName: name })
    return path === null ? null : { kind: 'path', path }
  }
  const picker = (window as { showSaveFilePicker?: SavePicker }).showSaveFilePicker
  if (!picker) return { kind: 'download', name }
  try {
    const suffix = name.slice(name.lastIndexOf('.'))
    const types = [{ description: 'Arrow', accept: { 'application/vnd.apache.arrow.file': [suffix] } }]
    const handle = await picker.call(window, { suggestedName: name, types })
    return { kind: 'handle', handle, name: handle.name }
  } catch (error) {
    if (isAbortError(error)) return null
    throw error
  }
}

/** The written file itself, where the page can reach it (in the browser). */
export async function writtenFile(sink: SinkRef): Promise<File> {
  if (sink.kind === 'handle') return (sink.handle as SaveHandle).getFile()
  if (sink.kind !== 'download') {
    const name = sink.kind === 'path' ? sink.path : sink.name
    throw new EngineError('argument/invalid', `no single file of the browser's: ${name}`)
  }
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(DOWNLOAD_FOLDER)
  const handle = await folder.getFileHandle(sink.name)
  return handle.getFile()
}

/** An object URL held this long gives even a slow disk time to start the download. */
const REVOKE_AFTER_MS = 60_000

/** Hands a file to the browser's downloads. */
export function offerDownload(file: File, name: string): void {
  const url = URL.createObjectURL(file)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS)
}
