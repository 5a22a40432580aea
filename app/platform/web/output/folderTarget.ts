import { EngineError } from '../../../../core/errors.ts'
import { foreignFile } from '../../../../core/export/output/foreignFile.ts'
import { MANIFEST_SUFFIX } from '../../../../core/export/output/outputName.ts'
import { filesBelow, folderAt, folderOf, moveFiles, removeIfThere, textAt } from './folderTree.ts'
import { commitName, mendFolder, oldName, partName } from './mendFolder.ts'
import { copyInto } from './placeFile.ts'
import type { PrivateFiles } from './privateFiles.ts'
import type { StagedTarget } from './stagedOutput.ts'

/** A folder to be made in one the user chose. */
export interface FolderPlace {
  parent: FileSystemDirectoryHandle
  name: string
}

/**
 * Whether something would be replaced; an empty folder is nothing.
 * @throws EngineError `sink/exists` for a folder with files that no export wrote, `argument/invalid` for a file
 */
export async function isFolderTaken({ parent, name }: FolderPlace): Promise<boolean> {
  const folder = await folderAt(parent, name).catch((error) => {
    if (!(error instanceof Error) || error.name !== 'TypeMismatchError') throw error
    throw new EngineError('argument/invalid', `the target exists and is not a folder: ${name}`, { path: name })
  })
  const readManifest = () => textAt(parent, name + MANIFEST_SUFFIX)
  let isEmpty = true
  if (folder) {
    const foreign = await foreignFile({
      async *walk() {
        for await (const { path } of filesBelow(folder)) {
          isEmpty = false
          yield { path, isFile: true }
        }
      },
      read: (path) => textAt(folder, path),
      readManifest,
    })
    if (foreign !== null) {
      const message = `the folder holds a file that no export wrote (${foreign}), and is not replaced`
      throw new EngineError('sink/exists', `${message}: ${name}`, { path: name, feature: foreign })
    }
  }
  return !isEmpty || (await readManifest()) !== null
}

/** @throws EngineError `sink/exists` where something would be replaced though nobody said so */
export async function refuseTakenFolder(place: FolderPlace, overwrite: boolean): Promise<void> {
  if (!(await isFolderTaken(place)) || overwrite) return
  const { name } = place
  throw new EngineError('sink/exists', `exists already and is only replaced when you say so: ${name}`, { path: name })
}

/** Without these nothing reads a folder as a dataset: they come last. */
const DESCRIBES = /(^|\/)(state|dataset_dict)\.json$/

/**
 * A folder in one the user chose. Everything is copied beside the target first and compared; only then is the old one put
 * aside, file by file, and the new one put in its place: a browser renames files, where it can, but no folders. So there is
 * a moment in which a killed tab leaves neither: `state.json` comes last, so that nothing reads half a dataset, and the next
 * export into the same folder puts the old one back. The manifest of the old one is gone then, never beside another's data.
 */
export function folderTarget(place: FolderPlace, overwrite: boolean, privateFiles: PrivateFiles): StagedTarget {
  const { parent, name } = place
  return {
    name,
    isFolder: true,
    async place(files, mark) {
      await mendFolder(parent, privateFiles)
      const manifest = await textAt(parent, name + MANIFEST_SUFFIX)
      try {
        const part = await parent.getDirectoryHandle(partName(name, mark), { create: true })
        for (const [path, file] of files) {
          if (!path.startsWith('/')) continue
          const { folder, name: own } = await folderOf(part, path.slice(1), true)
          await copyInto(file, await folder.getFileHandle(own, { create: true }))
        }
        await refuseTakenFolder(place, overwrite)
        await removeIfThere(parent, name + MANIFEST_SUFFIX)
        const existing = await folderAt(parent, name)
        if (existing) await moveFiles(existing, await parent.getDirectoryHandle(oldName(name, mark), { create: true }))
        await parent.getFileHandle(commitName(name, mark), { create: true })
        await removeIfThere(parent, name) // with what folders are left in it
        await moveFiles(part, await parent.getDirectoryHandle(name, { create: true }), (path) => DESCRIBES.test(path))
        for (const [beside, file] of files) {
          if (!beside.startsWith('/')) await copyInto(file, await parent.getFileHandle(name + beside, { create: true }))
        }
      } catch (error) {
        await mendFolder(parent, privateFiles, mark).catch(() => {}) // the next export tries again
        if (manifest !== null) await restoreText(parent, name + MANIFEST_SUFFIX, manifest).catch(() => {})
        else await removeIfThere(parent, name + MANIFEST_SUFFIX).catch(() => {})
        throw error
      }
      // The part goes first: without it, the new one is complete.
      for (const left of [partName, oldName, commitName]) await removeIfThere(parent, left(name, mark)).catch(() => {})
    },
  }
}

async function restoreText(parent: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
  const stream = await (await parent.getFileHandle(name, { create: true })).createWritable()
  await stream.write(text)
  await stream.close()
}
