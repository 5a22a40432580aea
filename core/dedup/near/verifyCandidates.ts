import { throwIfAborted } from '../../abort.ts'
import { EngineError } from '../../errors.ts'
import type { NgramSigner } from '../../kernels/minhashKernel.ts'
import { groupRows, numGroups, OUTSIDE, type RowGroups } from '../groups/duplicateGroups.ts'
import { UnionFind } from '../groups/unionFind.ts'
import { ALL_PAIRS_ROWS, ComponentMatcher } from './componentMatcher.ts'
import type { Candidates } from './findCandidates.ts'
import type { NearParams } from './nearParams.ts'
import type { NearOptions, NearSource } from './nearSource.ts'
import { readNgrams } from './readNgrams.ts'

const NGRAM_BYTES = 8
/** What a row takes besides its n-grams. */
const ROW_BYTES = 200

/**
 * Compares candidates by the true Jaccard similarity of their sets of n-grams, whose texts are read once more, so many
 * components at a time as the budget has room for.
 *
 * @param signer makes all bands
 * @throws EngineError `limit/exceeded` where rows of one component that are like no other are over the budget
 */
export async function verifyCandidates(
  source: NearSource,
  { sizes, same, linked }: Candidates,
  params: NearParams,
  column: string,
  signer: NgramSigner,
  options: NearOptions,
): Promise<UnionFind> {
  const { ngramBytes, signal, onProgress } = options
  const components = groupRows(linked.map((first, row) => (sizes[row] === 0 || same[row] !== row ? OUTSIDE : first)))
  const joined = new UnionFind(source.numRows)
  const total = components.rows.length
  let done = 0
  for (const { start, end } of passesOf(components, sizes, params, ngramBytes)) {
    const rows = components.rows.slice(components.offsets[start], components.offsets[end]).sort()
    const left = new Map<number, number>()
    for (let i = start; i < end; i++) left.set(firstRow(components, i), sizeOf(components, i))
    const matchers = new Map<number, ComponentMatcher>()
    const hashes = new Uint32Array(params.bands)
    for await (const { row, ngrams } of readNgrams(source.texts(rows), rows, column, signer)) {
      if (done++ % 1024 === 0) {
        throwIfAborted(signal)
        onProgress?.('Comparing candidates', done, total)
      }
      const component = linked[row] as number
      let matcher = matchers.get(component)
      if (!matcher) {
        const isLarge = (left.get(component) as number) > ALL_PAIRS_ROWS
        matcher = new ComponentMatcher(params.threshold, isLarge ? params.bands : 0, joined)
        matchers.set(component, matcher)
      }
      if (matcher.needsHashes) signer.sign(hashes, 0)
      matcher.add(row, ngrams, hashes)
      if (matcher.heldBytes > ngramBytes) throw tooMuch(ngramBytes)
      const rest = (left.get(component) as number) - 1
      left.set(component, rest)
      if (rest === 0) matchers.delete(component)
    }
  }
  return joined
}

function firstRow({ offsets, rows }: RowGroups, component: number): number {
  return rows[offsets[component] as number] as number
}

function sizeOf({ offsets }: RowGroups, component: number): number {
  return offsets[component + 1]! - offsets[component]!
}

/** Runs of components that fit the budget together, or one that may not. */
function* passesOf(components: RowGroups, sizes: Uint32Array, { bands }: NearParams, ngramBytes: number) {
  let start = 0
  let bytes = 0
  for (let i = 0; i < numGroups(components); i++) {
    const count = sizeOf(components, i)
    let taken = count * (ROW_BYTES + (count > ALL_PAIRS_ROWS ? bands * ROW_BYTES : 0))
    for (let at = components.offsets[i] as number; at < components.offsets[i + 1]!; at++) {
      taken += sizes[components.rows[at] as number]! * NGRAM_BYTES
    }
    if (i > start && bytes + taken > ngramBytes) {
      yield { start, end: i }
      start = i
      bytes = 0
    }
    bytes += taken
  }
  if (start < numGroups(components)) yield { start, end: numGroups(components) }
}

function tooMuch(ngramBytes: number): EngineError {
  const message = `texts that resemble each other without being near duplicates take over ${ngramBytes} bytes: a larger n-gram or more rows per band tell them apart`
  return new EngineError('limit/exceeded', message, { feature: 'near duplicates' })
}
