import type { RecordBatch } from 'apache-arrow'
import type { ScanRequest } from '../../core/dataset/dataset.ts'
import type { CachedDataset } from './datasetCache.ts'
import type { ScanPlace } from './tasks.ts'

/** A scan of a part of a dataset: from a place it is told, where that is needed to find the part. */
export async function* scanPart(
  { dataset, records, plain }: CachedDataset,
  place: ScanPlace | null,
  request: ScanRequest,
): AsyncGenerator<RecordBatch> {
  if (!place || !records) {
    yield* dataset.scan(request)
    return
  }
  if (plain && place.checkpoint) {
    const { checkpoint, state } = place
    if (state) await plain.checkpoints.addState(checkpoint.plainByte, checkpoint.packedByte, state)
    else plain.checkpoints.learn([checkpoint])
  }
  yield* records.scanAt(place, request)
}
