import type { Dataset } from '../../core/dataset/dataset.ts'
import type { ByteSource } from '../../core/io/byteSource.ts'
import type { Kernels } from '../../core/kernels/kernels.ts'
import type { PageKernels } from '../../core/kernels/pageKernels.ts'
import { parquetDecoder } from '../../core/testing/parquetDecoder.ts'
import type { Entry } from '../engine/entry.ts'
import { openEntry } from '../engine/openEntry.ts'
import type { Runtime } from '../engine/runtime.ts'
import { createPool, type Pool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import { builtKernels } from './builtKernels.ts'
import { type MemoryPlatform, memoryPlatform } from './memoryPlatform.ts'

/** Files opened with one memory for Parquet pages, since making one takes longer than reading a small file. */
const FILES_A_MEMORY = 50

/** Opens files as the engine does, in this thread, with all the kernels as built. */
export interface FileOpener {
  platform: MemoryPlatform
  pool: Pool
  /**
   * @param path of a file or folder among the platform's files
   * @param use closed when it ends
   */
  withFile<T>(path: string, use: (opened: Entry, dataset: Dataset) => Promise<T>): Promise<T>
  /** How bytes come from now on. */
  readThrough(wrap: (source: ByteSource) => ByteSource): void
}

export async function fileOpener(): Promise<FileOpener> {
  const platform = memoryPlatform()
  let wrap = (source: ByteSource) => source
  platform.wrapSource((opened) => ({ ...opened, source: wrap(opened.source) }))
  const kernels = builtKernels().then(sharingPages)
  const tasks = createPoolTasks({ platform, kernels, parquet: async () => parquetDecoder() })
  const runtime: Runtime = { platform, kernels, pool: createPool(platform, tasks, 1) }
  let opened = 0
  return {
    platform,
    pool: runtime.pool,
    async withFile(path, use) {
      const id = `dataset-${++opened}`
      const entry = await openEntry(runtime, id, { kind: 'path', path }, null)
      try {
        return await use(entry, entry.dataset)
      } finally {
        if (entry.recipe) runtime.pool.release([entry.recipe.key])
        await entry.opened?.close()
      }
    },
    readThrough: (next) => {
      wrap = next
    },
  }
}

function sharingPages(kernels: Kernels): Kernels {
  let pages: Promise<PageKernels> | null = null
  let used = 0
  return {
    ...kernels,
    pages() {
      if (pages === null || ++used % FILES_A_MEMORY === 0) pages = kernels.pages()
      return pages
    },
  }
}
