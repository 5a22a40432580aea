import { ifNotHeld } from './webLocks.ts'

/** Where downloads wait in the origin's private files until the page has handed them over. */
export const DOWNLOAD_FOLDER = 'exports'
/** Below it, a folder for each output that is not complete. */
const STAGES = '.parts'

/** Lock of a stage, and of a finished download. */
export const stageLock = (mark: string) => `packscope-output-${mark}`
export const downloadLock = (name: string) => `packscope-download-${name}`

export async function downloadFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(DOWNLOAD_FOLDER, { create: true })
}

async function stagesFolder(): Promise<FileSystemDirectoryHandle> {
  return (await downloadFolder()).getDirectoryHandle(STAGES, { create: true })
}

/** A new folder in the origin's private files. */
export async function makeStage(mark: string): Promise<FileSystemDirectoryHandle> {
  return (await stagesFolder()).getDirectoryHandle(mark, { create: true })
}

export async function removeStage(mark: string): Promise<void> {
  await (await stagesFolder()).removeEntry(mark, { recursive: true })
}

/** Removes what tabs that are gone left: unfinished outputs, and downloads that were handed over or given up. */
export async function clearStages(): Promise<void> {
  const folder = await downloadFolder()
  const stages = await stagesFolder()
  for await (const mark of stages.keys()) {
    await ifNotHeld(stageLock(mark), () => stages.removeEntry(mark, { recursive: true }))
  }
  for await (const [name, { kind }] of folder.entries()) {
    if (kind === 'file') await ifNotHeld(downloadLock(name), () => folder.removeEntry(name))
  }
}
