import type { SinkRef, SourceRef } from '../../../../app/protocol/refs.ts'

/** Where the engine leaves a file when the browser has no save dialog; in the origin's private files. */
const DOWNLOAD_FOLDER = 'exports'

interface FileHandle {
  getFile(): Promise<File>
}
interface FolderHandle {
  getDirectoryHandle(name: string): Promise<FolderHandle>
  getFileHandle(name: string): Promise<FileHandle>
}

/** What was written, as something to open. */
export async function writtenSource(sink: SinkRef): Promise<SourceRef> {
  if (sink.kind === 'path') return { kind: 'path', path: sink.path }
  if (sink.kind === 'folder-handle') {
    const { handle, name } = sink
    return { kind: 'folder', handle: await (handle as FolderHandle).getDirectoryHandle(name), name }
  }
  const file = sink.kind === 'handle' ? await (sink.handle as FileHandle).getFile() : await waitingFile(sink.name)
  return { kind: 'file', file, name: file.name }
}

/** A file that waits to be downloaded. */
export async function waitingFile(name: string): Promise<File> {
  const root: FolderHandle = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(DOWNLOAD_FOLDER)
  return (await folder.getFileHandle(name)).getFile()
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

/** Name of a target, for people. */
export function sinkName(sink: SinkRef): string {
  return sink.kind === 'path' ? (sink.path.split(/[\\/]/).pop() ?? sink.path) : sink.name
}
