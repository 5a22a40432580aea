import type { Schema } from 'apache-arrow'
import type { TableFormat } from '../../../export/encoding/tableFormat.ts'
import type { ExportOptions } from '../../../export/exportOptions.ts'
import { pageCompressor } from './chunk/pageCompressor.ts'
import { RowGroupEncoder } from './chunk/rowGroupEncoder.ts'
import { ParquetAssembler } from './footer/fileAssembler.ts'
import { scalarPageEncoder } from './pages/scalarPageEncoder.ts'
import { type WriteNode, writeTree } from './schema/writeTree.ts'

/** Most rows and bytes of Arrow buffers of a row group where nothing else is said. */
const GROUP_ROWS = 1024 * 1024
const GROUP_BYTES = 64 * 1024 ** 2
/** Where lists hold booleans or nothing but nulls: their levels take many times what the items do. */
const TINY_GROUP_BYTES = 8 * 1024 ** 2

function hasTinyItems(node: WriteNode, isItem = false): boolean {
  if (node.kind === 'leaf') return isItem && (node.leaf.source === 'bits' || node.leaf.source === 'nothing')
  if (node.kind === 'list') return hasTinyItems(node.child, true)
  return node.children.some((child) => hasTinyItems(child, isItem))
}

/**
 * Parquet files: a chunk is a row group. Types are what pyarrow's writer makes of Arrow's, with `ARROW:schema` so that
 * Arrow readers find them again; lists have three levels; a dictionary column is written as what it holds.
 */
export const parquetTableFormat: TableFormat = {
  check(schema: Schema): void {
    writeTree(schema)
  },
  chunkLimits: (schema: Schema, { rowGroupRows }: ExportOptions) => ({
    rows: rowGroupRows ?? GROUP_ROWS,
    bytes: writeTree(schema).some((node) => hasTinyItems(node)) ? TINY_GROUP_BYTES : GROUP_BYTES,
  }),
  isOrdered: () => false,
  createEncoder: (schema, { codec }, { encoders, pageEncoder = scalarPageEncoder }) =>
    new RowGroupEncoder(writeTree(schema), pageEncoder, pageCompressor(codec, encoders)),
  createAssembler: (schema, { codec }) => new ParquetAssembler(schema, writeTree(schema), codec),
}
