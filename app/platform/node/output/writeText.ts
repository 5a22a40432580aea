import type { OutputFs, WriteHandle } from './outputFs.ts'

/** Writes all of `bytes`, however little the system takes at once. */
export async function writeAll(handle: WriteHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const written = await handle.write(bytes.subarray(at))
    if (written === 0) throw new Error('nothing was written')
    at += written
  }
}

/** A small new file, on disk when this resolves. */
export async function writeText(fs: OutputFs, path: string, text: string): Promise<void> {
  const handle = await fs.create(path, 0o600)
  try {
    await writeAll(handle, new TextEncoder().encode(text))
    await handle.sync()
  } finally {
    await handle.close()
  }
}
