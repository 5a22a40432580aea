import { firstFrom } from '../../dataset/firstFrom.ts'
import type { NgramSigner } from '../../kernels/minhashKernel.ts'
import { groupRows, OUTSIDE, type RowGroups, rowsOutside, takeMatches } from '../groups/duplicateGroups.ts'
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
  /** For each row known outside, in order, the first row of its group, which is the other dataset's. */
  matches: Uint32Array<ArrayBuffer>
  /** Rows without a text. */
  keyless: number
  /** See `memberSimilarity`; rows are those of the dataset itself. */
  similarity(groups: RowGroups, kept: Uint32Array): Promise<Float32Array<ArrayBuffer>>
  /** The true similarity of each row known outside to its match: below the threshold where others join the two. */
  matchSimilarity(): Promise<Float32Array<ArrayBuffer>>
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
    firstOf[row - outsideRows] = joined.find(same[row] as number)
  }
  const matches = takeMatches(firstOf, outsideRows)
  const known = rowsOutside(firstOf)
  const shifted = (rows: Uint32Array) => rows.map((row) => row + outsideRows)
  return {
    firstOf,
    matches,
    keyless,
    similarity: ({ offsets, rows }, kept) => {
      const groups = { offsets, rows: Uint32Array.from(shifted(rows)) }
      return memberSimilarity(source, groups, shifted(kept), candidates, column, signer, options)
    },
    async matchSimilarity() {
      const groups = groupsOfMatches(numRows, outsideRows, known, matches, (row) => joined.find(same[row] as number))
      const kept = groups.offsets.subarray(0, -1).map((start) => groups.rows[start] as number)
      const members = await memberSimilarity(source, groups, kept, candidates, column, signer, options)
      const similarity = new Float32Array(known.length)
      for (const [place, row] of groups.rows.entries()) {
        if (row >= outsideRows) similarity[firstFrom(known, row - outsideRows)] = members[place] as number
      }
      return similarity
    },
  }
}

/** Groups of both datasets that a row known outside is in, in the source's numbers: the first row of each is the match. */
function groupsOfMatches(
  numRows: number,
  outsideRows: number,
  known: Uint32Array,
  matches: Uint32Array,
  groupOf: (row: number) => number,
): RowGroups {
  const isMatch = new Uint8Array(outsideRows)
  for (const match of matches) isMatch[match] = 1
  const firstOf = new Uint32Array(numRows).fill(OUTSIDE)
  for (let row = 0; row < outsideRows; row++) {
    const first = groupOf(row)
    if (isMatch[first] === 1) firstOf[row] = first
  }
  for (const [i, row] of known.entries()) firstOf[outsideRows + row] = matches[i] as number
  return groupRows(firstOf)
}
