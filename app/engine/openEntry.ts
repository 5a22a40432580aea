import { withAbort } from '../../core/abort.ts'
import type { DecompressedSource } from '../../core/compression/decompressedSource.ts'
import { salvageSplits } from '../../core/dataset/salvage.ts'
import { scanInParts } from '../../core/dataset/scanInParts.ts'
import { detect } from '../../core/formats/detect.ts'
import type { Format, FormatOptions } from '../../core/formats/format.ts'
import type { RecordsDataset } from '../../core/formats/records/recordsDataset.ts'
import type { SavedIndex } from '../../core/formats/records/savedIndex.ts'
import { damageIssue } from '../../core/formats/records/unreadableRecord.ts'
import { likelyTokenColumn } from '../../core/tokens/tokenColumn.ts'
import type { OpenedSource } from '../platform/platform.ts'
import { isReadAnywhere, type OpenedDataset, openRecipe } from '../pool/openRecipe.ts'
import { plainCopy } from '../pool/plainCopy.ts'
import { openRemoteDataset } from '../pool/remoteDataset.ts'
import { recallIndex, scratchPlaceOf } from '../pool/scratchPlace.ts'
import type { DatasetRecipe } from '../pool/tasks.ts'
import type { SourceRef } from '../protocol/refs.ts'
import { describeColumns } from './describe.ts'
import type { Entry } from './entry.ts'
import { IssueLog } from './issueLog.ts'
import { openFolder } from './openFolder.ts'
import { partedText } from './recordParts.ts'
import type { LongWork, Runtime } from './runtime.ts'

/**
 * Opens a source as a dataset: detection, the first look at the data, and what jobs need to open it again.
 * @param asked how to read a CSV, where that is known better than it looks
 * @throws EngineError `source/*`, `format/*`, `compression/*`, `limit/exceeded`
 */
export async function openEntry(
  runtime: Runtime,
  datasetId: string,
  source: SourceRef,
  format: Format | null,
  signal?: AbortSignal,
  longWork: LongWork = (work) => work(signal),
  asked: FormatOptions = {},
): Promise<Entry> {
  const { platform, pool } = runtime
  const folder = await platform.listFolder(source, signal)
  if (folder) return openFolder(runtime, datasetId, source, folder, { format, options: asked }, signal)
  const opened = await platform.openSource(source, signal)
  try {
    const codecs = async () => (await runtime.kernels).codecs()
    const detection = await detect(opened.name, opened.source, { format: format ?? undefined, codecs, signal })
    const { compression } = detection
    const recipe: DatasetRecipe = {
      key: `${datasetId}:1`,
      source,
      format: detection.format,
      compression,
      scratch: await scratchPlaceOf(opened, compression, signal),
      options: { ...detection.options, ...(detection.format === 'csv' ? asked : {}) },
      schema: null,
    }
    const known = await recallIndex(platform.scratch(), recipe, codecs)
    if (known) recipe.schema = known.schema
    const { dataset, records, plain, damage, close } = await openHere(runtime, recipe, opened, longWork, signal)
    const issues = new IssueLog()
    const notes = [...detection.issues, ...(damage ? [damageIssue(damage, null)] : [])]
    for (const issue of notes) issues.add(issue)
    if (known && records) applyIndex(records, plain, issues, known)
    const sharesStates = recipe.scratch !== null && platform.scratch().isShared
    const currentRecipe = () => entry.recipe as DatasetRecipe
    const text = records && { records, plain, sharesStates, recipe: currentRecipe }
    const entry: Entry = {
      text,
      dataset,
      records,
      addRows: records && ((delta) => records.addRows(delta)),
      shards: null,
      issues,
      opened: { plain, notes, isIndexed: known !== null && records !== null, asked: { format, options: asked }, close },
      recipe,
      bulk: async (signal) => {
        await withAbort(entry.indexed, signal)
        if (text?.records.extent.exact) return partedText(text, pool)
        const remote = salvageSplits(await openRemoteDataset(pool.batch, entry.recipe as DatasetRecipe, signal))
        return scanInParts(remote, pool.batchLanes)
      },
      indexed: Promise.resolve(),
      counts: new Map(),
      paddings: new Map(),
      origin: null,
      packing: null,
      dedup: null,
      selection: null,
      lifetime: new AbortController(),
      info: {
        datasetId,
        name: opened.name,
        path: opened.path,
        source,
        parentId: null,
        kind: 'source',
        format: detection.format,
        compression,
        detectedBy: detection.by,
        detectionReason: detection.reason,
        byteLength: opened.source.byteLength,
        splits: [],
        split: null,
        shards: null,
        columns: describeColumns(dataset.schema),
        ...(known ? { drift: known.drift } : {}),
        tokenColumn: likelyTokenColumn(dataset.schema),
        schemaVersion: 1,
        extent: { ...dataset.extent },
        issueCount: issues.count,
        pack: null,
        pad: null,
      },
    }
    return entry
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** The dataset as the engine itself reads it: short scans, for what the user waits for. */
async function openHere(
  runtime: Runtime,
  recipe: DatasetRecipe,
  opened: OpenedSource,
  longWork: LongWork,
  signal: AbortSignal | undefined,
): Promise<Omit<OpenedDataset, 'opened'>> {
  const isCopied = recipe.compression !== null && isReadAnywhere(recipe.format)
  if (recipe.format !== 'parquet') {
    if (!isCopied) return openRecipe(runtime, recipe, { opened, signal })
    return longWork((signal, onProgress) => openRecipe(runtime, recipe, { opened, signal, onProgress }))
  }
  // Pages are decompressed and decoded whole, which would hold up the engine's own thread.
  if (isCopied) {
    // The worker will find the copy in scratch; here its making can be told and canceled.
    const codecs = await (await runtime.kernels).codecs()
    const scratch = runtime.platform.scratch()
    const copy = await longWork((signal, onProgress) =>
      plainCopy({ opened, recipe, scratch, codecs, signal, onProgress }),
    )
    await copy.close()
  }
  const dataset = salvageSplits(await openRemoteDataset(runtime.pool.interactive, recipe, signal))
  return { dataset, records: null, plain: null, damage: null, close: () => opened.close() }
}

/** What an earlier session found out about the very same content. */
function applyIndex(
  records: RecordsDataset,
  plain: DecompressedSource | null,
  issues: IssueLog,
  known: SavedIndex,
): void {
  records.addRows(known.rows)
  plain?.checkpoints.learn(known.checkpoints)
  const notes = issues.count
  for (const issue of known.issues) issues.add(issue)
  issues.settle(known.issueCount + notes)
}
