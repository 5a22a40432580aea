import { EngineError } from '../../../../errors.ts'
import type { PageEncoder } from '../../../../kernels/pageEncoder.ts'
import { chooseDictionary } from '../dictionary/chooseDictionary.ts'
import type { LeafColumn } from '../levels/leafColumn.ts'
import type { Reused } from '../levels/reused.ts'
import { distinctRange, plainSizes } from '../levels/valueRanges.ts'
import { cutPages, type PageRange } from '../pages/cutPages.ts'
import { dictionaryBody, pageBody } from '../pages/pageBody.ts'
import { dataPageHeader, dictionaryPageHeader, Encoding, type PageSizes } from '../pages/pageHeader.ts'
import { boundsOf } from '../statistics/bounds.ts'
import { encodeColumnIndex, encodeStatistics, type PageStatistics } from '../statistics/columnIndex.ts'
import { type Extremes, extremesOf, widestExtremes } from '../statistics/extremes.ts'
import type { ChunkOutput } from './chunkOutput.ts'
import type { LeafFacts } from './leafFacts.ts'
import type { PageCompressor } from './pageCompressor.ts'

/** Larger pages are not read by us, nor by others that count in 31 bits. */
const MAX_PAGE_BYTES = 1024 ** 3

/** What the pages of a chunk are made with. */
export interface PageTools {
  encoder: PageEncoder
  /** Null: pages are stored as they are. */
  compress: PageCompressor | null
  output: ChunkOutput
  /** Where pages are put together that are compressed then. */
  memory: Reused
}

function nothingFits(column: LeafColumn, row: number, bytes: number): EngineError {
  const feature = column.leaf.path.join('.')
  const message = `row ${row} of column ${JSON.stringify(feature)} takes ${bytes} bytes of a Parquet page, ${MAX_PAGE_BYTES} are the most`
  return new EngineError('limit/exceeded', message, { feature, row })
}

/** Compresses a page and writes it behind its header. Returns its plain bytes, header counted. */
function writePage(body: Uint8Array, tools: PageTools, header: (sizes: PageSizes) => Uint8Array): number {
  const stored = tools.compress?.(body) ?? body
  const crc = tools.encoder.crc32(stored)
  const head = header({ plain: body.length, stored: stored.length, crc })
  tools.output.push(head)
  tools.output.push(stored)
  return head.length + body.length
}

function pageStatistics(column: LeafColumn, range: PageRange, extremes: Extremes): PageStatistics {
  const values = range.valueEnd - range.valueStart
  return {
    values,
    nulls: range.entryEnd - range.entryStart - values,
    bounds: boundsOf(extremes, column.leaf.leaf),
  }
}

/**
 * Writes the pages of a leaf: of a dictionary, where it pays, and of its rows.
 *
 * @throws EngineError `limit/exceeded` with the row that is too large for a page; what the compressor throws
 */
export function encodeLeaf(column: LeafColumn, tools: PageTools): LeafFacts {
  const { leaf, entries, count } = column
  const { output, encoder } = tools
  const memory = tools.compress && tools.memory
  const start = output.position
  const plain = plainSizes(column)
  const dictionary = chooseDictionary(column, plain(0, count), encoder)
  let plainBytes = 0
  if (dictionary) {
    const { values } = dictionary
    const body = dictionaryBody(values, encoder, memory)
    plainBytes += writePage(body, tools, (sizes) => dictionaryPageHeader(sizes, values.count))
  }
  const dataOffset = output.position
  const pages = { offsets: [] as number[], sizes: [] as number[], firstRows: [] as number[] }
  const statistics: PageStatistics[] = []
  const known: NonNullable<Extremes>[] = []
  // Of indexes as if all were packed.
  const size = dictionary ? (from: number, to: number) => ((to - from) * dictionary.width) / 8 : plain
  for (const range of cutPages(column, size)) {
    const { entryStart, entryEnd, valueStart, valueEnd, rowStart } = range
    const wanted = size(valueStart, valueEnd) + entryEnd - entryStart
    if (wanted > MAX_PAGE_BYTES) throw nothingFits(column, rowStart, wanted)
    const at = output.position
    const body = pageBody(column, range, dictionary, encoder, memory)
    const encoding = dictionary ? Encoding.rleDictionary : Encoding.plain
    plainBytes += writePage(body, tools, (sizes) => dataPageHeader(sizes, entryEnd - entryStart, encoding))
    pages.offsets.push(at)
    pages.sizes.push(output.position - at)
    pages.firstRows.push(rowStart)
    const extremes = extremesOf(distinctRange(column, valueStart, valueEnd), leaf.leaf.order, encoder)
    if (extremes) known.push(extremes)
    statistics.push(pageStatistics(column, range, extremes))
  }
  const whole = known.length === 1 ? (known[0] as Extremes) : widestExtremes(known, leaf.leaf)
  const chunk = { values: count, nulls: entries - count, bounds: boundsOf(whole, leaf.leaf) }
  return {
    entries,
    plainBytes,
    storedBytes: output.position - start,
    dictionaryOffset: dictionary ? start : null,
    dataOffset,
    pages,
    statistics: encodeStatistics(chunk),
    columnIndex: encodeColumnIndex(statistics, leaf.leaf),
  }
}
