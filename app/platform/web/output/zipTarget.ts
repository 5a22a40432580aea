import { crc32 } from '../../../../core/bytes/crc32.ts'
import { EngineError } from '../../../../core/errors.ts'
import { type ZipEntry, zipEnd, zipHeader } from '../../../../core/export/zip/zipRecords.ts'
import type { StagedTarget } from './stagedOutput.ts'

const COPY_BYTES = 4 * 1024 ** 2

/**
 * Puts files into one archive, stored, in the order of their names: the same files make the same bytes. It is read back and
 * its checksums compared.
 *
 * @param files by their names in the archive; each is emptied when it is in it, so that all of it takes room once
 * @param archive a new file in the origin's private files
 * @throws EngineError `sink/write` when it reads back otherwise; what the browser says
 */
export async function writeZip(
  files: ReadonlyMap<string, FileSystemFileHandle>,
  archive: FileSystemFileHandle,
): Promise<void> {
  const entries: ZipEntry[] = []
  const access = await archive.createSyncAccessHandle()
  let at = 0
  const put = (bytes: Uint8Array<ArrayBuffer>, where: number) => {
    for (let done = 0; done < bytes.length; ) {
      const written = access.write(bytes.subarray(done), { at: where + done })
      if (written === 0) throw new DOMException('nothing was written', 'QuotaExceededError')
      done += written
    }
  }
  try {
    for (const [name, handle] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const file = await handle.getFile()
      const entry: ZipEntry = { name, bytes: file.size, crc32: 0, offset: at }
      let where = at + zipHeader(entry).length
      for (let done = 0; done < file.size; done += COPY_BYTES) {
        const bytes = new Uint8Array(await file.slice(done, done + COPY_BYTES).arrayBuffer())
        entry.crc32 = crc32(bytes, entry.crc32)
        put(bytes, where)
        where += bytes.length
      }
      put(zipHeader(entry), at)
      at = where
      entries.push(entry)
      const emptied = await handle.createSyncAccessHandle()
      emptied.truncate(0)
      emptied.close()
    }
    put(zipEnd(entries, at), at)
    access.flush()
  } finally {
    access.close()
  }
  await checkZip(await archive.getFile(), entries)
}

async function checkZip(archive: File, entries: readonly ZipEntry[]): Promise<void> {
  for (const entry of entries) {
    const start = entry.offset + zipHeader(entry).length
    let crc = 0
    for (let at = start; at < start + entry.bytes; at += COPY_BYTES) {
      const part = archive.slice(at, Math.min(at + COPY_BYTES, start + entry.bytes))
      crc = crc32(new Uint8Array(await part.arrayBuffer()), crc)
    }
    if (crc === entry.crc32) continue
    throw new EngineError('sink/write', `what was written reads back otherwise: ${entry.name}`, { path: entry.name })
  }
}

/**
 * A folder as a download: one `.zip` with the folder and what is beside it.
 * @param name of the archive; the folder in it has that name without `.zip`
 * @param handOver takes the complete archive
 */
export function zipTarget(name: string, handOver: (archive: FileSystemFileHandle) => Promise<void>): StagedTarget {
  const folder = name.replace(/\.zip$/i, '')
  return {
    name,
    isFolder: true,
    async place(files, _mark, stage) {
      const archive = await stage.getFileHandle('archive', { create: true })
      await writeZip(new Map([...files].map(([path, file]) => [folder + path, file])), archive)
      await handOver(archive)
    },
  }
}
