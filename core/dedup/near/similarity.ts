import { throwIfAborted } from '../../abort.ts'
import type { NgramSigner } from '../../kernels/minhashKernel.ts'
import { numGroups, type RowGroups } from '../groups/duplicateGroups.ts'
import type { Candidates } from './findCandidates.ts'
import { jaccard } from './jaccard.ts'
import type { NearOptions, NearSource } from './nearSource.ts'
import { readNgrams } from './readNgrams.ts'

const NGRAM_BYTES = 8

/**
 * The true Jaccard similarity of every member of every group to the row of the group that is kept. It may be below the
 * threshold where a group is a chain.
 *
 * @param groups rows as the source numbers them
 * @param kept a row of each group
 * @returns 0..1, one per member, as `groups.rows` has them
 */
export async function memberSimilarity(
  source: NearSource,
  groups: RowGroups,
  kept: Uint32Array,
  { sizes, same }: Candidates,
  column: string,
  signer: NgramSigner,
  { ngramBytes, signal, onProgress }: NearOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const { offsets, rows } = groups
  const similarity = new Float32Array(rows.length).fill(1)
  let groupStart = 0
  while (groupStart < numGroups(groups)) {
    let groupEnd = groupStart
    for (let bytes = 0; groupEnd < numGroups(groups); groupEnd++) {
      bytes += sizes[kept[groupEnd] as number]! * NGRAM_BYTES
      if (groupEnd > groupStart && bytes > ngramBytes) break
    }
    const keptRows = kept.slice(groupStart, groupEnd).sort()
    const keptNgrams = new Map<number, Float64Array>()
    for await (const { row, ngrams } of readNgrams(source.texts(keptRows), keptRows, column, signer)) {
      throwIfAborted(signal)
      keptNgrams.set(row, ngrams)
    }
    const places = differentPlaces(groups, kept, same, groupStart, groupEnd)
    const members = Uint32Array.from(places, ({ place }) => rows[place] as number)
    let at = 0
    for await (const { ngrams } of readNgrams(source.texts(members), members, column, signer)) {
      throwIfAborted(signal)
      const { place, group } = places[at++] as Place
      similarity[place] = jaccard(ngrams, keptNgrams.get(kept[group] as number) as Float64Array)
      if (at % 1024 === 0)
        onProgress?.('Comparing with the rows kept', (offsets[groupStart] as number) + at, rows.length)
    }
    spread(similarity, groups, same, groupStart, groupEnd)
    groupStart = groupEnd
  }
  return similarity
}

interface Place {
  /** In `groups.rows`. */
  place: number
  group: number
}

/** Members that are the first with their set, and have another one than the row kept, by row. */
function differentPlaces(
  { offsets, rows }: RowGroups,
  kept: Uint32Array,
  same: Uint32Array,
  groupStart: number,
  groupEnd: number,
): Place[] {
  const places: Place[] = []
  for (let group = groupStart; group < groupEnd; group++) {
    const keptSame = same[kept[group] as number]
    for (let place = offsets[group] as number; place < offsets[group + 1]!; place++) {
      const row = rows[place] as number
      if (same[row] === row && keptSame !== row) places.push({ place, group })
    }
  }
  return places.sort((a, b) => rows[a.place]! - rows[b.place]!)
}

/** Gives members what the first one with their set was given. */
function spread(
  similarity: Float32Array,
  { offsets, rows }: RowGroups,
  same: Uint32Array,
  groupStart: number,
  groupEnd: number,
): void {
  for (let group = groupStart; group < groupEnd; group++) {
    const placeOf = new Map<number, number>()
    for (let place = offsets[group] as number; place < offsets[group + 1]!; place++) {
      const row = rows[place] as number
      const first = same[row] as number
      if (first === row) placeOf.set(row, place)
      else similarity[place] = similarity[placeOf.get(first) as number] as number
    }
  }
}

/** The least of each group's members. */
export function leastSimilarity(similarity: Float32Array, { offsets }: RowGroups): Float32Array<ArrayBuffer> {
  const least = new Float32Array(offsets.length - 1).fill(1)
  for (let group = 0; group < least.length; group++) {
    for (let place = offsets[group] as number; place < offsets[group + 1]!; place++) {
      least[group] = Math.min(least[group] as number, similarity[place] as number)
    }
  }
  return least
}
