import { throwIfAborted } from '../../abort.ts'
import { EngineError } from '../../errors.ts'
import { UnionFind } from '../groups/unionFind.ts'
import { type NearParams, signShape } from './nearParams.ts'
import type { NearOptions, NearSource } from './nearSource.ts'
import { RowTable } from './rowTable.ts'
import type { SignedRows } from './signRows.ts'

/** Bytes a row takes besides its bands: size, digest, first row of its set, union, table. */
const ROW_BYTES = 32
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
 * @throws EngineError `limit/exceeded` where a row's 36 bytes are over the budget; whatever the source throws
 */
export async function findCandidates(
  source: NearSource,
  params: NearParams,
  { budgetBytes, signal, onProgress }: NearOptions,
): Promise<Candidates> {
  const { numRows } = source
  const bandsAtOnce = Math.floor((budgetBytes - numRows * ROW_BYTES) / Math.max(1, numRows * BAND_BYTES))
  if (bandsAtOnce < 1) {
    const most = Math.floor(budgetBytes / (ROW_BYTES + BAND_BYTES))
    const message = `near duplicates are found among ${most} rows at most, not ${numRows}`
    throw new EngineError('limit/exceeded', message, { feature: 'near duplicates' })
  }
  const sizes = new Uint32Array(numRows)
  let same: Uint32Array | null = null
  const union = new UnionFind(numRows)
  const table = new RowTable(numRows)
  for (let bandStart = 0; bandStart < params.bands; bandStart += bandsAtOnce) {
    const bandEnd = Math.min(params.bands, bandStart + bandsAtOnce)
    const digests = same ? null : new Uint32Array(numRows * 2)
    const bands = Array.from({ length: bandEnd - bandStart }, () => new Uint32Array(numRows))
    let row = 0
    for await (const signed of source.sign(signShape(params, bandStart, bandEnd))) {
      throwIfAborted(signal)
      if (digests) {
        sizes.set(signed.sizes, row)
        digests.set(signed.digests, row * 2)
      }
      placeBands(signed, bands, row)
      row += signed.sizes.length
      onProgress?.(labelOf('Signing texts', bandStart, bandsAtOnce, params.bands), row, numRows)
    }
    if (digests) same = await firstOfSets(sizes, digests, table, signal)
    for (const [i, hashes] of bands.entries()) {
      onProgress?.('Looking for candidates', Math.round((numRows * (bandStart + i)) / params.bands), numRows)
      throwIfAborted(signal)
      table.clear()
      await linkBuckets(hashes, sizes, same as Uint32Array, table, union, signal)
    }
  }
  return { sizes, same: same as Uint32Array, linked: union.firstRows() }
}

function labelOf(label: string, bandStart: number, bandsAtOnce: number, bands: number): string {
  const passes = Math.ceil(bands / bandsAtOnce)
  return passes === 1 ? label : `${label} (pass ${bandStart / bandsAtOnce + 1} of ${passes})`
}

/** From row by row to band by band. */
function placeBands({ sizes, bands }: SignedRows, into: readonly Uint32Array[], row: number): void {
  const width = into.length
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
