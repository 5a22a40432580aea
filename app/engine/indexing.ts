import type { Checkpoint, Checkpoints } from '../../core/compression/checkpoints.ts'
import { EngineError } from '../../core/errors.ts'
import { differenceIssues } from '../../core/formats/shards/schemaDifferences.ts'
import { schemaFromIpc } from '../../core/table/ipc.ts'
import { sameFields } from '../../core/table/schemas.ts'
import { likelyTokenColumn } from '../../core/tokens/tokenColumn.ts'
import { indexJob } from '../jobs/indexJob.ts'
import type { JobContext } from '../jobs/job.ts'
import type { DatasetRecipe, IndexEvent } from '../pool/tasks.ts'
import type { DatasetInfo } from '../protocol/datasets.ts'
import type { JobResult } from '../protocol/jobs.ts'
import { describeColumns } from './describe.ts'
import type { Entry, EntryShards } from './entry.ts'
import { IssueLog } from './issueLog.ts'
import type { JobRunner } from './jobRunner.ts'
import { folderIssues, folderRecipe, shardSummary } from './openFolder.ts'

type Publish = (entry: Entry, change: Partial<DatasetInfo>) => void

type CheckpointEvent = Extract<IndexEvent, { kind: 'checkpoints' }>

/** Takes over where a worker's decoder was, so that rows behind it are near at once. */
async function learnCheckpoints(checkpoints: Checkpoints, event: CheckpointEvent): Promise<void> {
  for (const [i, state] of event.states.entries()) {
    const checkpoint = event.checkpoints[i] as Checkpoint
    if (state) await checkpoints.addState(checkpoint.plainByte, checkpoint.packedByte, state)
    else checkpoints.learn([checkpoint])
  }
}

/** Starts finding what opening did not look at: rows and types of text, the files of a large folder. */
export function startIndexing(entry: Entry, jobs: JobRunner, publish: Publish): void {
  const { recipe, info, lifetime, shards, opened } = entry
  if (!recipe || !opened) return
  let run: ((context: JobContext) => Promise<JobResult>) | null = null
  if (entry.records) {
    const survey = new IssueLog()
    for (const issue of shards ? folderIssues(shards) : opened.notes) survey.add(issue)
    const known: JobResult | null = opened.isIndexed ? { kind: 'index', rows: info.extent.numRows } : null
    run = (context) =>
      known ? Promise.resolve(known) : indexJob(recipe, (event) => absorb(entry, survey, event, publish), context)
  } else if (shards && shards.described < shards.recipes.length) {
    run = (context) => describeRest(entry, shards, recipe, context, publish)
  }
  if (!run) return
  const job = jobs.start('index', info.datasetId, lifetime.signal, run)
  entry.indexed = job.ended.then(() => {})
  entry.indexed.catch(() => {}) // whoever needs the index awaits it and gets the reason
}

/** Applies what the indexing worker found to the open dataset. `survey` gathers the issues of its one full pass. */
function absorb(entry: Entry, survey: IssueLog, event: IndexEvent, publish: Publish): void {
  const { records, recipe, shards, opened } = entry
  if (!records || !recipe || !opened) return
  switch (event.kind) {
    case 'rows':
      entry.addRows?.(event.delta, event.shard ?? 0)
      publish(entry, { extent: { ...records.extent } })
      break
    case 'shard':
      shards?.dataset.settle(event.shard, event.rowEnds)
      publish(entry, { extent: { ...records.extent } })
      break
    case 'unreadable': {
      if (!shards) break
      const { code, message, details } = event.error
      shards.dataset.giveUp(event.shard, new EngineError(code, message, details))
      for (const issue of shards.dataset.shardIssues) {
        survey.add(issue)
        entry.issues.add(issue)
      }
      publish(entry, { extent: { ...records.extent }, shards: shardSummary(shards) })
      break
    }
    case 'types': {
      for (const issue of event.issues) {
        survey.add(issue)
        entry.issues.add(issue)
      }
      // Issues of the source as such are none of those the worker counts.
      const more = shards ? shards.issues.length + shards.dataset.shardIssues.length : opened.notes.length
      survey.settle(event.issueCount + more)
      entry.issues.settle(event.issueCount + more)
      if (entry.info.issueCount !== entry.issues.count) publish(entry, {})
      break
    }
    case 'checkpoints':
      if (opened.plain) void learnCheckpoints(opened.plain.checkpoints, event)
      break
    case 'schema': {
      const schemaVersion = entry.info.schemaVersion + 1
      // What reading under the sample's schema complained about is settled by the schema every row fits.
      entry.issues = survey
      records.setSchema(schemaFromIpc(event.schema))
      if (shards) shards.differences = event.differences ?? []
      publish(entry, {
        schemaVersion,
        columns: describeColumns(records.schema),
        ...(event.drift ? { drift: event.drift } : {}),
        tokenColumn: likelyTokenColumn(records.schema),
        ...(shards ? { shards: shardSummary(shards) } : {}),
      })
      entry.recipe = shards
        ? folderRecipe(entry, shards, recipe)
        : { ...recipe, key: `${entry.info.datasetId}:${schemaVersion}`, schema: event.schema }
    }
  }
}

/** Shards described between two reports to the window. */
const DESCRIBED_AT_A_TIME = 64

/** Looks at the shards of a large folder that opening left out, and widens the schema where they need it. */
async function describeRest(
  entry: Entry,
  shards: EntryShards,
  recipe: DatasetRecipe,
  context: JobContext,
  publish: Publish,
): Promise<JobResult> {
  const { dataset, recipes, schemas } = shards
  const before = dataset.schema
  for (let from = shards.described; from < recipes.length; from += DESCRIBED_AT_A_TIME) {
    await dataset.describe({
      from,
      to: Math.min(recipes.length, from + DESCRIBED_AT_A_TIME),
      toEnd: true,
      signal: context.signal,
      onSchema: (shard, schema) => schemas.add(recipes[shard]?.name ?? '', schema),
      onProgress: (progress) => context.report('Looking at the files', progress),
    })
    shards.described = Math.min(recipes.length, from + DESCRIBED_AT_A_TIME)
    publish(entry, { extent: { ...dataset.extent }, shards: shardSummary(shards) })
  }
  shards.differences = schemas.list(dataset.schema)
  for (const issue of [...dataset.shardIssues, ...differenceIssues(shards.differences)]) entry.issues.add(issue)
  const widened = !sameFields(before.fields, dataset.schema.fields)
  publish(entry, {
    schemaVersion: entry.info.schemaVersion + (widened ? 1 : 0),
    columns: describeColumns(dataset.schema),
    tokenColumn: likelyTokenColumn(dataset.schema),
    extent: { ...dataset.extent },
    shards: shardSummary(shards),
  })
  entry.recipe = folderRecipe(entry, shards, recipe)
  return { kind: 'index', rows: dataset.extent.numRows }
}
