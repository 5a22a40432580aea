import { throwIfAborted, withAbort } from '../../../core/abort.ts'
import { ExactDedup, type ExactResult } from '../../../core/dedup/exact/exactDedup.ts'
import { groupRows, rowsOutside } from '../../../core/dedup/groups/duplicateGroups.ts'
import { countGroups, groupWarnings } from '../../../core/dedup/groups/groupGuards.ts'
import { type DedupMemory, digestBudget } from '../../../core/dedup/groups/groupMemory.ts'
import { keptRows, splitRows } from '../../../core/dedup/groups/keepRows.ts'
import { rowScores } from '../../../core/dedup/groups/rowScores.ts'
import { leastSimilarity } from '../../../core/dedup/near/similarity.ts'
import { unlikePython } from '../../../core/hashing/keys/pythonRow.ts'
import { DIGEST_BYTES } from '../../../core/hashing/rowHasher.ts'
import type { DedupSpec, DedupSummary } from '../../protocol/dedup.ts'
import type { Entry } from '../entry.ts'
import { againstLineage } from '../provenance/lineageOf.ts'
import { selectedEntry } from '../views/selectedView.ts'
import { digestEntry, type HashingJob } from './digestEntry.ts'
import { nearEntry } from './nearEntry.ts'
import { type Outside, outsideDigests } from './outsideDigests.ts'

/** Digests of about 16 million rows; those beyond go to scratch. 148 million rows are grouped. */
const MEMORY: DedupMemory = {
  hashingBytes: 1024 ** 3,
  digestBytes: { most: 768 * 1024 ** 2, least: 128 * 1024 ** 2 },
  groupingBytes: 4 * 1024 ** 3,
}

export interface Deduplicated {
  /** The rows kept. */
  kept: Entry
  /** The rows left out; a view of the same dataset that is closed with the other one. */
  removed: Entry
  summary: DedupSummary
}

/**
 * Finds duplicate rows of a dataset and derives two views of it: the rows kept and the rows left out.
 * @param viewIds of the two
 * @param outside finds what to compare with besides
 * @throws EngineError `argument/invalid`, `sink/*` when scratch takes no more; whatever scanning throws
 */
export async function dedupEntry(
  base: Entry,
  spec: DedupSpec,
  viewIds: [string, string],
  outside: Outside,
  job: HashingJob,
): Promise<Deduplicated> {
  const { signal } = job
  job.report('Waiting for the index', null)
  await withAbort(base.indexed, signal)
  const warnings = spec.key.kind === 'axolotl' ? pythonWarnings(base) : []
  const { method, against } = spec
  // What it is compared with may be closed or replaced while this runs.
  const outsideLineage = against && againstLineage(against, outside.entryOf)
  const near = method.kind === 'near' ? await nearEntry(base, method, against, outside.entryOf, job) : null
  const other = against?.kind === 'dataset' ? outside.entryOf(against.datasetId) : null
  const found = near ?? (await findFirst(base, spec, outside, job, (more) => warnings.push(...more)))
  const { firstOf, matches, keyless } = found
  const numRows = firstOf.length
  const known = rowsOutside(firstOf)
  const groups = groupRows(firstOf)
  const scores = await scoresOf(base, groups.rows, spec, numRows, job)
  throwIfAborted(signal)
  const kept = keptRows(groups, scores)
  const members = near && (await near.similarity(groups, kept))
  const similarity = members && leastSimilarity(members, groups)
  const alike = other && near ? await near.matchSimilarity() : null
  const split = splitRows(numRows, groups, kept, known)
  const counts = countGroups(groups)
  const removed = split.removed.length
  const summary: DedupSummary = {
    rows: numRows,
    unique: split.kept.length,
    duplicates: removed - known.length,
    existing: known.length,
    nullKeys: keyless,
    removalRate: numRows === 0 ? 0 : removed / numRows,
    warnings: [...warnings, ...groupWarnings(numRows, removed, counts)],
    ...counts,
    spec,
  }
  const { against: _outside, ...plain } = spec
  const step = { kind: 'dedup', spec: plain, against: outsideLineage, rows: 'kept' } as const
  const view = selectedEntry(base, split.kept, viewIds[0], `deduplicated · ${base.info.name}`, step)
  const knownRows = other && { other, rows: known, matches, similarity: alike }
  view.dedup = { base, groups, kept, similarity, members, spec, known: knownRows, orders: new Map() }
  const left = selectedEntry(base, split.removed, viewIds[1], `duplicates · ${base.info.name}`, {
    ...step,
    rows: 'removed',
  })
  left.info = { ...left.info, parentId: viewIds[0] }
  return { kept: view, removed: left, summary }
}

/** Where digests of `str(row)` cannot be Python's. */
function pythonWarnings({ dataset }: Entry): DedupSummary['warnings'] {
  const names = unlikePython(dataset.schema)
  if (names.length === 0) return []
  const message = `${names.join(', ')}: Python prints such values otherwise; equal rows are found, digests are not Axolotl's`
  return [{ code: 'dedup/unlike-python', message }]
}

async function findFirst(
  base: Entry,
  spec: DedupSpec,
  outside: Outside,
  job: HashingJob,
  warn: (warnings: DedupSummary['warnings']) => void,
): Promise<ExactResult> {
  const { signal, platform } = job
  const total = base.dataset.extent.numRows
  const dedup = new ExactDedup({
    budgetBytes: digestBudget(total, MEMORY),
    rows: total,
    scratch: platform.scratch(),
    scratchGroup: `dedup-${randomNumber()}-${randomNumber()}`,
    seed: randomNumber(),
    signal,
  })
  try {
    if (spec.against) {
      for await (const { digests, keyless } of outsideDigests(spec.against, spec.key, outside, job, warn)) {
        await dedup.addOutside(digests, keyless)
      }
    }
    let done = 0
    job.report('Hashing rows', { done, total, unit: 'rows' })
    for await (const { digests, keyless } of digestEntry(base, spec.key, job)) {
      await dedup.add(digests, keyless)
      done += digests.length / DIGEST_BYTES
      job.report('Hashing rows', { done, total, unit: 'rows' })
    }
    return await dedup.finish((rows, of) => job.report('Comparing digests', { done: rows, total: of, unit: 'rows' }))
  } finally {
    await dedup.discard()
  }
}

function randomNumber(): number {
  return Math.floor(Math.random() * 2 ** 31)
}

/** What the keep rule compares; null where rows of a group are the same in everything, or the first is wanted. */
async function scoresOf(
  base: Entry,
  rows: Uint32Array,
  { keep, key, method }: DedupSpec,
  numRows: number,
  job: HashingJob,
): Promise<Uint32Array | null> {
  if (keep === 'first' || rows.length === 0) return null
  if (method.kind === 'exact' && key.kind !== 'columns') return null
  const onRows = (done: number) => job.report('Comparing duplicates', { done, total: rows.length, unit: 'rows' })
  return rowScores(await base.bulk(job.signal), rows, keep, numRows, { signal: job.signal, onRows })
}
