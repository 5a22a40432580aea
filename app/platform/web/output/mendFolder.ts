import { MANIFEST_SUFFIX } from '../../../../core/export/output/outputName.ts'
import { folderAt, moveFiles, removeIfThere } from './folderTree.ts'
import { ifNotHeld, type PrivateFiles } from './privateFiles.ts'
import { stageLock } from './stage.ts'

/** The new folder, until all of it is in its place. */
export const partName = (name: string, mark: string) => `.${name}.${mark}.packscope-part`
/** What was there before. */
export const oldName = (name: string, mark: string) => `.${name}.${mark}.packscope-old`
/** An empty file: what was there before is all put aside, and what has the name now is of the new one. */
export const commitName = (name: string, mark: string) => `.${name}.${mark}.packscope-commit`

const LEFT = /^\.(.+)\.([0-9a-f]{12})\.packscope-(part|old|commit)$/s

/**
 * Brings a folder back in order where tabs were closed while they put something into it. As long as there is a part, the
 * new folder is not complete, and the old one is put back; else only what is left is removed.
 * @param own an output of this thread that failed; default: all of those whose tabs are gone
 */
export async function mendFolder(
  parent: FileSystemDirectoryHandle,
  privateFiles: PrivateFiles,
  own?: string,
): Promise<void> {
  const found = new Map<string, string>()
  for await (const entry of parent.keys()) {
    const [, name, mark] = LEFT.exec(entry) ?? []
    if (name !== undefined && mark !== undefined && (own ?? mark) === mark) found.set(mark, name)
  }
  for (const [mark, name] of found) {
    if (own === mark) await mendOne(parent, name, mark)
    else await ifNotHeld(privateFiles, stageLock(mark), () => mendOne(parent, name, mark))
  }
}

async function mendOne(parent: FileSystemDirectoryHandle, name: string, mark: string): Promise<void> {
  const [part, old] = [await folderAt(parent, partName(name, mark)), await folderAt(parent, oldName(name, mark))]
  if (part) {
    const isCommitted = await parent.getFileHandle(commitName(name, mark)).then(
      () => true,
      () => false,
    )
    if (isCommitted) {
      await removeIfThere(parent, name)
      await removeIfThere(parent, name + MANIFEST_SUFFIX)
    }
    await removeIfThere(parent, commitName(name, mark)) // from here on, what has the name is of the old one
    if (old) await moveFiles(old, await parent.getDirectoryHandle(name, { create: true }))
  }
  await removeIfThere(parent, oldName(name, mark))
  await removeIfThere(parent, partName(name, mark))
  await removeIfThere(parent, commitName(name, mark))
}
