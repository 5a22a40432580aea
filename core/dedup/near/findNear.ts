import type { NgramSigner } from '../../kernels/minhashKernel.ts'
import { OUTSIDE, type RowGroups } from '../groups/duplicateGroups.ts'
import { findCandidates } from './findCandidates.ts'
import { checkNearParams, type NearParams } from './nearParams.ts'
import type { NearOptions, NearSource } from './nearSource.ts'
import { memberSimilarity } from './similarity.ts'
import { verifyCandidates } from './verifyCandidates.ts'

export interface NearResult {
  /**
   * For each row of the dataset itself the first row of its group: itself where it is alone or first, `OUTSIDE` where a row
   * of the other dataset is in the group.
   */
  firstOf: Uint32Array<ArrayBuffer>
  /** Rows without a text. */
  keyless: number
  /** See `memberSimilarity`; rows are those of the dataset itself. */
  similarity(groups: RowGroups, kept: Uint32Array): Promise<Float32Array<ArrayBuffer>>
}

/**
 * Finds near duplicates of a text column: MinHash signatures of word n-grams, rows linked by equal bands, and linked rows
 * compared by the true Jaccard similarity of their n-grams. Two rows are in one group where a chain of pairs of at least
 * the threshold joins them. Every joined pair was compared, and rows with the same n-grams are always joined; whether
 * another pair is found is a matter of chance, `1 - (1 - s^rowsPerBand)^bands` for similarity `s`, that the seed decides
 * and the number of workers does not.
 *
 * @param signer for all bands, see `signShape`
 * @throws EngineError `argument/invalid`, `limit/exceeded`; whatever the source throws
 */
export async function findNear(
  source: NearSource,
  params: NearParams,
  column: string,
  signer: NgramSigner,
  options: NearOptions,
): Promise<NearResult> {
  checkNearParams(params)
  const { numRows, outsideRows } = source
  const candidates = await findCandidates(source, params, options)
  const joined = await verifyCandidates(source, candidates, params, column, signer, options)
  const { sizes, same } = candidates
  const firstOf = new Uint32Array(numRows - outsideRows)
  let keyless = 0
  for (let row = outsideRows; row < numRows; row++) {
    if (sizes[row] === 0) keyless++
    const first = joined.find(same[row] as number)
    firstOf[row - outsideRows] = first < outsideRows ? OUTSIDE : first - outsideRows
  }
  const shifted = (rows: Uint32Array) => rows.map((row) => row + outsideRows)
  return {
    firstOf,
    keyless,
    similarity: ({ offsets, rows }, kept) => {
      const groups = { offsets, rows: Uint32Array.from(shifted(rows)) }
      return memberSimilarity(source, groups, shifted(kept), candidates, column, signer, options)
    },
  }
}
