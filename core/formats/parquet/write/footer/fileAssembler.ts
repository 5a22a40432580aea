import type { Schema } from 'apache-arrow'
import { EngineError } from '../../../../errors.ts'
import type { ChunkFacts, FileAssembler } from '../../../../export/encoding/tableFormat.ts'
import type { Codec } from '../../../../export/exportOptions.ts'
import { VERSION } from '../../../../version.ts'
import { CompactOutput } from '../../thrift/compactOutput.ts'
import { STRUCT } from '../../thrift/compactWriter.ts'
import type { RowGroupFacts } from '../chunk/leafFacts.ts'
import { CODEC_NUMBERS } from '../chunk/pageCompressor.ts'
import { keyValues } from '../schema/keyValues.ts'
import { writeSchemaElements } from '../schema/schemaElements.ts'
import { type WriteLeaf, type WriteNode, writeLeaves } from '../schema/writeTree.ts'
import { type IndexPlaces, writePageIndexes } from './pageIndexes.ts'
import { writeRowGroup } from './rowGroup.ts'
import type { WrittenGroup } from './writtenGroup.ts'

// Field numbers are those of parquet.thrift (FileMetaData).

const MAGIC = Uint8Array.of(0x50, 0x41, 0x52, 0x31)
/** The version of files that use logical types and unsigned numbers, as other writers count it. */
const FORMAT_VERSION = 2
/** The footer's length is a number of 32 bits, which some readers take with a sign. */
const MAX_FOOTER_BYTES = 2 ** 31 - 1

/** Writes magic, page indexes and footer around row groups that were encoded elsewhere. */
export class ParquetAssembler implements FileAssembler {
  readonly #schema: Schema
  readonly #columns: readonly WriteNode[]
  readonly #leaves: readonly WriteLeaf[]
  readonly #codec: number
  readonly #groups: WrittenGroup[] = []
  #position = MAGIC.length

  constructor(schema: Schema, columns: readonly WriteNode[], codec: Codec) {
    this.#schema = schema
    this.#columns = columns
    this.#leaves = columns.flatMap(writeLeaves)
    this.#codec = CODEC_NUMBERS[codec]
  }

  start(): Uint8Array<ArrayBuffer> {
    return MAGIC.slice()
  }

  add({ rows, plainBytes, details }: ChunkFacts): void {
    this.#groups.push({ rows, start: this.#position, storedBytes: plainBytes, facts: details as RowGroupFacts })
    this.#position += plainBytes
  }

  end(): Uint8Array<ArrayBuffer> {
    const out = new CompactOutput()
    const places = writePageIndexes(out, this.#groups, this.#position)
    const indexBytes = out.length
    this.#writeFooter(out, places)
    const footerBytes = out.length - indexBytes
    if (footerBytes > MAX_FOOTER_BYTES) {
      const message = `the metadata of the Parquet file take ${footerBytes} bytes, ${MAX_FOOTER_BYTES} are the most`
      throw new EngineError('limit/exceeded', message, { feature: 'footer' })
    }
    out.raw(new Uint8Array(Uint32Array.of(footerBytes).buffer))
    out.raw(MAGIC)
    return out.take()
  }

  #writeFooter(out: CompactOutput, places: readonly IndexPlaces[]): void {
    out.i32(1, FORMAT_VERSION)
    writeSchemaElements(out, 2, this.#columns)
    out.i64(
      3,
      this.#groups.reduce((sum, group) => sum + group.rows, 0),
    )
    out.list(4, STRUCT, this.#groups.length)
    this.#groups.forEach((group, index) => {
      const own = { leaves: this.#leaves, codec: this.#codec, places: places[index] as IndexPlaces, ordinal: index }
      writeRowGroup(out, group, own)
    })
    const pairs = keyValues(this.#schema)
    out.list(5, STRUCT, pairs.length)
    for (const [key, value] of pairs) {
      out.begin()
      out.text(1, key)
      out.text(2, value)
      out.end()
    }
    out.text(6, `packscope version ${VERSION}`)
    // Every leaf has the order of its type.
    out.list(7, STRUCT, this.#leaves.length)
    for (const _ of this.#leaves) {
      out.begin()
      out.struct(1)
      out.end()
      out.end()
    }
    out.end()
  }
}
