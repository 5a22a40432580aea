import type { OutputFile } from '../../../../core/io/outputFiles.ts'
import { webOutputError } from './webOutputError.ts'

/** A file in the origin's private files, written in place. @param path for errors */
export async function openStagedFile(handle: FileSystemFileHandle, path: string): Promise<OutputFile> {
  const failed = (error: unknown): never => {
    throw webOutputError(error, path)
  }
  const access = await handle.createSyncAccessHandle().catch(failed)
  let at = 0
  return {
    async write(bytes) {
      try {
        for (let done = 0; done < bytes.length; ) {
          const written = access.write(bytes.subarray(done) as Uint8Array<ArrayBuffer>, { at })
          if (written === 0) throw new DOMException('nothing was written', 'QuotaExceededError')
          done += written
          at += written
        }
      } catch (error) {
        failed(error)
      }
    },
    async close() {
      try {
        access.flush()
      } catch (error) {
        failed(error)
      } finally {
        access.close()
      }
    },
  }
}
