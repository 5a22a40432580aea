import { EngineError } from '../../../../core/errors.ts'

/** Chromium, Firefox and Safari have it in private files; the DOM's own types do not say so. */
type Movable = FileSystemFileHandle & { move?(folder: FileSystemDirectoryHandle, name: string): Promise<void> }

const COMPARE_BYTES = 4 * 1024 ** 2

/** Writes a file's bytes to another through its swap file: the other is what it was or the whole new one. */
export async function copyInto(from: FileSystemFileHandle, to: FileSystemFileHandle): Promise<void> {
  if (typeof to.createWritable !== 'function') {
    throw new EngineError('sink/denied', `this browser cannot write files in place: ${to.name}`, { path: to.name })
  }
  const stream = await to.createWritable()
  try {
    await stream.write(await from.getFile())
  } catch (error) {
    await stream.abort().catch(() => {}) // the swap file is gone with the page at the latest
    throw error
  }
  await stream.close()
  if (await haveSameBytes(await from.getFile(), await to.getFile())) return
  throw new EngineError('sink/write', `what was written reads back otherwise: ${to.name}`, { path: to.name })
}

/** Moves a file where the browser can, else copies it and compares. */
export async function moveInto(
  from: FileSystemFileHandle,
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<void> {
  const movable = from as Movable
  const isMoved = await (movable.move?.(folder, name) ?? Promise.reject()).then(
    () => true,
    () => false,
  )
  if (!isMoved) await copyInto(from, await folder.getFileHandle(name, { create: true }))
}

export async function haveSameBytes(a: Blob, b: Blob): Promise<boolean> {
  if (a.size !== b.size) return false
  for (let at = 0; at < a.size; at += COMPARE_BYTES) {
    const [left, right] = await Promise.all(
      [a, b].map(async (blob) => new Uint8Array(await blob.slice(at, at + COMPARE_BYTES).arrayBuffer())),
    )
    if (left?.length !== right?.length || left?.some((byte, i) => byte !== right?.[i])) return false
  }
  return true
}
