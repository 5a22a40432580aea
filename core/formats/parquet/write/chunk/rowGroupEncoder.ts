import type { Data, RecordBatch } from 'apache-arrow'
import type { ChunkEncoder, EncodedChunk } from '../../../../export/encoding/tableFormat.ts'
import type { PageEncoder } from '../../../../kernels/pageEncoder.ts'
import { leafColumn, leafParts } from '../levels/leafColumn.ts'
import { LeafMemory, Reused } from '../levels/reused.ts'
import type { WriteNode } from '../schema/writeTree.ts'
import { ChunkOutput } from './chunkOutput.ts'
import { encodeLeaf } from './encodeLeaf.ts'
import { type LeafFacts, packFacts } from './leafFacts.ts'
import type { PageCompressor } from './pageCompressor.ts'

/** Writes row groups: column by column, so that memory holds one column twice. */
export class RowGroupEncoder implements ChunkEncoder {
  readonly #columns: readonly WriteNode[]
  readonly #encoder: PageEncoder
  readonly #compress: PageCompressor | null
  readonly #memory = new LeafMemory()
  readonly #pageMemory = new Reused()

  constructor(columns: readonly WriteNode[], encoder: PageEncoder, compress: PageCompressor | null) {
    this.#columns = columns
    this.#encoder = encoder
    this.#compress = compress
  }

  encode(batches: readonly RecordBatch[]): EncodedChunk {
    const output = new ChunkOutput()
    const tools = { encoder: this.#encoder, compress: this.#compress, output, memory: this.#pageMemory }
    const leaves: LeafFacts[] = []
    this.#columns.forEach((column, index) => {
      const parts = batches.map((batch) => batch.data.children[index] as Data)
      for (const leaf of leafParts(column, parts)) leaves.push(encodeLeaf(leafColumn(leaf, this.#memory), tools))
    })
    const rows = batches.reduce((sum, batch) => sum + batch.numRows, 0)
    return { rows, plainBytes: output.position, details: packFacts(leaves), pieces: output.finish() }
  }
}
