import type { Schema } from 'apache-arrow'
import type { Dataset } from '../dataset/dataset.ts'
import { EngineError } from '../errors.ts'
import type { ByteSource } from '../io/byteSource.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { openArrow } from './arrow/openArrow.ts'
import { openCsv } from './csv/openCsv.ts'
import type { Detection } from './format.ts'
import { openJson } from './json/openJson.ts'
import { openJsonl } from './jsonl/openJsonl.ts'
import { pageCodecs } from './parquet/codecs/pageCodecs.ts'
import type { ParquetModule } from './parquet/codecs/parquetModule.ts'
import { openParquet } from './parquet/openParquet.ts'
import { openText } from './text/openText.ts'

export interface OpenDatasetOptions {
  kernels: Kernels
  /** Text formats: the schema settled on before; default: inferred from a sample. */
  schema?: Schema
  /** Loads parquet-wasm, for the codecs of Parquet that are not ours; without it those cannot be read. */
  parquet?: () => Promise<ParquetModule>
  signal?: AbortSignal
}

/**
 * Opens a source as what it was detected to be.
 *
 * @throws EngineError `format/corrupt`, `format/unsupported`, `limit/exceeded`, what the source throws; `AbortError`
 */
export async function openDataset(
  source: ByteSource,
  detection: Pick<Detection, 'format' | 'options'>,
  { kernels, schema, parquet, signal }: OpenDatasetOptions,
): Promise<Dataset> {
  const options = signal ? { signal } : {}
  const textOptions = { kernels, ...(schema ? { schema } : {}), ...options }
  const { delimiter, header } = detection.options
  switch (detection.format) {
    case 'jsonl':
      return openJsonl(source, textOptions)
    case 'json':
      return openJson(source, textOptions)
    case 'csv':
      return openCsv(source, {
        ...textOptions,
        ...(delimiter ? { delimiter } : {}),
        ...(header === undefined ? {} : { header }),
      })
    case 'text':
      return openText(source, textOptions)
    case 'arrow':
    case 'feather':
      return openArrow(source, { codecs: kernels.codecs, ...options })
    case 'hf_dataset':
      throw new EngineError('format/unsupported', 'a saved dataset is a folder, not a file', { feature: 'hf_dataset' })
    case 'parquet':
      return openParquet(source, { pages: await kernels.pages(), decompress: pageCodecs(kernels, parquet) }, options)
  }
}
