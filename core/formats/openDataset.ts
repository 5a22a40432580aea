import type { Schema } from 'apache-arrow'
import type { Dataset } from '../dataset/dataset.ts'
import { EngineError } from '../errors.ts'
import type { ByteSource } from '../io/byteSource.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { openArrow } from './arrow/openArrow.ts'
import { openCsv } from './csv/openCsv.ts'
import type { Format, FormatOptions } from './format.ts'
import { openJsonl } from './jsonl/openJsonl.ts'
import { openParquet } from './parquet/openParquet.ts'
import type { ParquetModule } from './parquet/parquetModule.ts'

export interface OpenDatasetOptions {
  kernels: Kernels
  /** Text formats: the schema to put in force instead of a sample's. */
  schema?: Schema
  /** Loads the Parquet decoder; only where it may take the thread with it. */
  parquet?: () => Promise<ParquetModule>
  signal?: AbortSignal
}

/**
 * Opens a source as a dataset of the given format.
 * @throws EngineError `format/*`, besides what the source throws
 */
export async function openDataset(
  source: ByteSource,
  { format, options: formatOptions }: { format: Format; options: FormatOptions },
  options: OpenDatasetOptions,
): Promise<Dataset> {
  switch (format) {
    case 'jsonl':
      return openJsonl(source, options)
    case 'csv':
      return openCsv(source, { ...options, delimiter: formatOptions.delimiter })
    case 'arrow':
      return openArrow(source, options)
    case 'parquet': {
      if (!options.parquet) throw new EngineError('internal', 'Parquet is decoded in workers only')
      return openParquet(source, await options.parquet(), options)
    }
  }
}
