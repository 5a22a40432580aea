import { throwIfAborted } from '../../abort.ts'
import { EngineError } from '../../errors.ts'
import { UnionFind } from '../groups/unionFind.ts'
import { type NearParams, signShape } from './nearParams.ts'
import type { NearOptions, NearSource } from './nearSource.ts'
import { RowTable, TABLE_ROW_BYTES } from './rowTable.ts'
import type { SignedRows } from './signRows.ts'

/** Bytes a row takes besides its bands in the first pass: size, digest, first row of its set, table. */
const FIRST_ROW_BYTES = 16 + TABLE_ROW_BYTES
/** And in a later one, where the digest is not needed any more: size, first row of its set, union, table. */
const LATER_ROW_BYTES = 12 + TABLE_ROW_BYTES
const BAND_BYTES = 4
/** Rows gone through before others get their turn. */
const TURN_ROWS = 1 << 18

export interface Candidates {
  /** Different n-grams of each row; 0 for a row without a text. */
  sizes: Uint32Array
  /** The first row with the same set of n-grams: itself where there is none before. */
  same: Uint32Array
  /** For each row that is the first of its set, the first row it is linked with through buckets; others are alone. */
  linked: Uint32Array
}

/**
 * Finds which rows are to be compared. Rows with the same set of n-grams are told by a digest of 64 bits, its size and
 * nothing else; only the first of each set goes on. Those whose hashes of any band are equal are linked. Bands for which the
 * budget has no room are made in further passes over all rows.
 *
 * @throws EngineError `limit/exceeded` where the 21 bytes of each row are over the budget; whatever the source throws
 */
export async function findCandidates(
  source: NearSource,
  params: NearParams,
  { budgetBytes, signal, onProgress }: NearOptions,
): Promise<Candidates> {
  const { numRows } = source
  const passes = bandPasses(numRows, params.bands, budgetBytes)
  const sizes = new Uint32Array(numRows)
  const table = new RowTable(numRows)
  let same: Uint32Array | null = null
  let union: UnionFind | null = null
  for (const [pass, { bandStart, bandEnd }] of passes.entries()) {
    const digests = same ? null : new Uint32Array(numRows * 2)
    const bands = Array.from({ length: bandEnd - bandStart }, () => new Uint32Array(numRows))
    const label = passes.length === 1 ? 'Signing texts' : `Signing texts (pass ${pass + 1} of ${passes.length})`
    const shape = signShape(params, bandStart, Math.max(bandEnd, bandStart + 1))
    let row = 0
    for await (const signed of source.sign(shape)) {
      throwIfAborted(signal)
      if (digests) {
        sizes.set(signed.sizes, row)
        digests.set(signed.digests, row * 2)
      }
      placeBands(signed, shape.bands, bands, row)
      row += signed.sizes.length
      onProgress?.(label, row, numRows)
    }
    if (digests) same = await firstOfSets(sizes, digests, table, signal)
    union ??= new UnionFind(numRows)
    for (const [i, hashes] of bands.entries()) {
      onProgress?.('Looking for candidates', Math.round((numRows * (bandStart + i)) / params.bands), numRows)
      throwIfAborted(signal)
      table.clear()
      await linkBuckets(hashes, sizes, same as Uint32Array, table, union, signal)
    }
  }
  return { sizes, same: same as Uint32Array, linked: (union as UnionFind).firstRows() }
}

interface BandPass {
  bandStart: number
  bandEnd: number
}

/** Which bands each pass over the rows makes: as many as fit. The first one may have room for none. */
function bandPasses(numRows: number, bands: number, budgetBytes: number): BandPass[] {
  const room = (rowBytes: number) => {
    return Math.floor((budgetBytes - numRows * rowBytes) / Math.max(1, numRows * BAND_BYTES))
  }
  const [first, later] = [room(FIRST_ROW_BYTES), room(LATER_ROW_BYTES)]
  if (first < 0 || later < 1) {
    const most = Math.floor(budgetBytes / Math.max(FIRST_ROW_BYTES, LATER_ROW_BYTES + BAND_BYTES))
    const message = `near duplicates are found among ${most} rows at most, not ${numRows}`
    throw new EngineError('limit/exceeded', message, { feature: 'near duplicates' })
  }
  const passes = [{ bandStart: 0, bandEnd: Math.min(bands, first) }]
  for (let bandStart = passes[0]!.bandEnd; bandStart < bands; bandStart += later) {
    passes.push({ bandStart, bandEnd: Math.min(bands, bandStart + later) })
  }
  return passes
}

/** From row by row to band by band. */
function placeBands({ sizes, bands }: SignedRows, width: number, into: readonly Uint32Array[], row: number): void {
  for (const [band, hashes] of into.entries()) {
    for (let i = 0; i < sizes.length; i++) hashes[row + i] = bands[i * width + band] as number
  }
}

async function firstOfSets(
  sizes: Uint32Array,
  digests: Uint32Array,
  table: RowTable,
  signal: AbortSignal | undefined,
): Promise<Uint32Array> {
  const same = new Uint32Array(sizes.length)
  for (let row = 0; row < sizes.length; row++) {
    if (row % TURN_ROWS === TURN_ROWS - 1) await takeTurns(signal)
    const low = digests[row * 2] as number
    const high = digests[row * 2 + 1] as number
    const size = sizes[row] as number
    same[row] = size === 0 ? row : table.first(low, row, isSame)

    function isSame(earlier: number): boolean {
      return digests[earlier * 2] === low && digests[earlier * 2 + 1] === high && sizes[earlier] === size
    }
  }
  return same
}

async function linkBuckets(
  hashes: Uint32Array,
  sizes: Uint32Array,
  same: Uint32Array,
  table: RowTable,
  union: UnionFind,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let row = 0; row < hashes.length; row++) {
    if (row % TURN_ROWS === TURN_ROWS - 1) await takeTurns(signal)
    if (sizes[row] === 0 || same[row] !== row) continue
    const hash = hashes[row] as number
    const first = table.first(hash, row, (earlier) => hashes[earlier] === hash)
    if (first !== row) union.join(first, row)
  }
}

async function takeTurns(signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => void setTimeout(resolve, 0))
  throwIfAborted(signal)
}
