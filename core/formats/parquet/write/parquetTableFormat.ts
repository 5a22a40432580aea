import type { Schema } from 'apache-arrow'
import type { TableFormat } from '../../../export/encoding/tableFormat.ts'
import type { ExportOptions } from '../../../export/exportOptions.ts'
import { pageCompressor } from './chunk/pageCompressor.ts'
import { RowGroupEncoder } from './chunk/rowGroupEncoder.ts'
import { ParquetAssembler } from './footer/fileAssembler.ts'
import { scalarPageEncoder } from './pages/scalarPageEncoder.ts'
import { writeTree } from './schema/writeTree.ts'

/** Most rows and bytes of Arrow buffers of a row group where nothing else is said. */
const GROUP_ROWS = 1024 * 1024
const GROUP_BYTES = 64 * 1024 ** 2

/**
 * Parquet files: a chunk is a row group. Types are what pyarrow's writer makes of Arrow's, with `ARROW:schema` so that
 * Arrow readers find them again; lists have three levels; a dictionary column is written as what it holds.
 */
export const parquetTableFormat: TableFormat = {
  check(schema: Schema): void {
    writeTree(schema)
  },
  chunkLimits: (_: Schema, { rowGroupRows }: ExportOptions) => ({
    rows: rowGroupRows ?? GROUP_ROWS,
    bytes: GROUP_BYTES,
  }),
  isOrdered: () => false,
  createEncoder: (schema, { codec }, { encoders, pageEncoder = scalarPageEncoder }) =>
    new RowGroupEncoder(writeTree(schema), pageEncoder, pageCompressor(codec, encoders)),
  createAssembler: (schema, { codec }) => new ParquetAssembler(schema, writeTree(schema), codec),
}
