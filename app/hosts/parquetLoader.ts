import initParquet, { readParquet } from 'parquet-wasm/esm'
import type { ParquetModule } from '../../core/formats/parquet/codecs/parquetModule.ts'
import type { Platform } from '../platform/platform.ts'

/** Loads parquet-wasm at first use and keeps it. */
export function parquetLoader(platform: Platform): () => Promise<ParquetModule> {
  let loading: Promise<ParquetModule> | null = null
  return () => {
    loading ??= (async () => {
      await initParquet({ module_or_path: await platform.loadWasm('parquet') })
      return { readParquet }
    })()
    return loading
  }
}
