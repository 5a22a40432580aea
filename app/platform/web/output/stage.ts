import { ifNotHeld, type PrivateFiles } from './privateFiles.ts'

/** Where downloads wait in the origin's private files until the page has handed them over. */
const DOWNLOAD_FOLDER = 'exports'
/** Below it, a folder for each output that is not complete. */
const STAGES = '.parts'

/** Lock of a stage, and of a finished download. */
export const stageLock = (mark: string) => `packscope-output-${mark}`
export const downloadLock = (name: string) => `packscope-download-${name}`

export async function downloadFolder(files: PrivateFiles): Promise<FileSystemDirectoryHandle> {
  return (await files.root()).getDirectoryHandle(DOWNLOAD_FOLDER, { create: true })
}

async function stagesFolder(files: PrivateFiles): Promise<FileSystemDirectoryHandle> {
  return (await downloadFolder(files)).getDirectoryHandle(STAGES, { create: true })
}

/** A new folder in the origin's private files. */
export async function makeStage(files: PrivateFiles, mark: string): Promise<FileSystemDirectoryHandle> {
  return (await stagesFolder(files)).getDirectoryHandle(mark, { create: true })
}

export async function removeStage(files: PrivateFiles, mark: string): Promise<void> {
  await (await stagesFolder(files)).removeEntry(mark, { recursive: true })
}

/** Removes what tabs that are gone left: unfinished outputs, and downloads that were handed over or given up. */
export async function clearStages(files: PrivateFiles): Promise<void> {
  const folder = await downloadFolder(files)
  const stages = await stagesFolder(files)
  for await (const mark of stages.keys()) {
    await ifNotHeld(files, stageLock(mark), () => stages.removeEntry(mark, { recursive: true }))
  }
  for await (const [name, { kind }] of folder.entries()) {
    if (kind === 'file') await ifNotHeld(files, downloadLock(name), () => folder.removeEntry(name))
  }
}
