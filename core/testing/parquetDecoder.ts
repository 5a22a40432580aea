import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initSync, readParquet } from 'parquet-wasm/esm'
import type { ParquetModule } from '../formats/parquet/codecs/parquetModule.ts'

/** parquet-wasm, loaded from node_modules into this thread. */
export function parquetDecoder(): ParquetModule {
  const file = createRequire(import.meta.url).resolve('parquet-wasm/esm/parquet_wasm_bg.wasm')
  initSync({ module: readFileSync(file) })
  return { readParquet }
}
