import initParquet, { ParquetFile } from 'parquet-wasm/esm'
import type { ParquetModule } from '../../core/formats/parquet/parquetModule.ts'
import type { Platform } from '../platform/platform.ts'

/** Loads the Parquet decoder at first use and keeps it. */
export function parquetLoader(platform: Platform): () => Promise<ParquetModule> {
  let loading: Promise<ParquetModule> | null = null
  return () => {
    loading ??= (async () => {
      await initParquet({ module_or_path: await platform.loadWasm('parquet') })
      return { ParquetFile } as unknown as ParquetModule
    })()
    return loading
  }
}
