import { EngineError } from '../errors.ts'
import { type ExcessLengthStrategy, type PackPlan, ROW_UNUSABLE, SEGMENT_CONTINUES, SEGMENT_CUT } from './packPlan.ts'
import { OffsetList, SegmentList } from './segmentList.ts'

/** Every sequence is followed by EOS and one pad position. */
export const GREEDY_ADDED = 2

/**
 * fast-axolotl's `pack_sequences` (axolotl-semantics §1.5) as a plan: rows in order, each followed by EOS and a pad
 * position; a row that does not fit what is left starts a new pack. The original crashes on rows longer than
 * `sequenceLen - 2`; here `excess` decides.
 * @param lengths tokens per row; `ROW_UNUSABLE` for rows to skip
 * @param sequenceLen positions of a pack, 3 to 2^31 - 1
 * @throws EngineError `argument/invalid`; `limit/exceeded` with the row when `excess` is `error` and a row is too long
 */
export function planGreedy(lengths: Uint32Array, sequenceLen: number, excess: ExcessLengthStrategy): PackPlan {
  if (!Number.isInteger(sequenceLen) || sequenceLen < 3 || sequenceLen > 0x7fffffff) {
    throw new EngineError('argument/invalid', `sequence_len must be a whole number of 3 or more, not ${sequenceLen}`, {
      feature: 'sequence_len',
    })
  }
  const room = sequenceLen - GREEDY_ADDED
  const segments = new SegmentList(lengths.length)
  const packs = new OffsetList()
  const account = {
    rows: lengths.length,
    tokens: 0,
    addedTokens: 0,
    padTokens: 0,
    cutTokens: 0,
    droppedRows: 0,
    truncatedRows: 0,
    splitRows: 0,
    skippedRows: 0,
  }
  let filled = sequenceLen // the first segment opens the first pack

  const place = (row: number, start: number, length: number, flags: number) => {
    if (filled + length + GREEDY_ADDED > sequenceLen) {
      packs.push(segments.count)
      filled = 0
    }
    segments.push(row, start, length, flags)
    filled += length + GREEDY_ADDED
    account.tokens += length
  }

  for (let row = 0; row < lengths.length; row++) {
    const length = lengths[row] as number
    if (length === ROW_UNUSABLE) account.skippedRows++
    else if (length <= room) place(row, 0, length, 0)
    else if (excess === 'drop') {
      account.droppedRows++
      account.cutTokens += length
    } else if (excess === 'truncate') {
      account.truncatedRows++
      account.cutTokens += length - room
      place(row, 0, room, SEGMENT_CUT)
    } else if (excess === 'split') {
      account.splitRows++
      for (let start = 0; start < length; start += room) {
        const piece = Math.min(room, length - start)
        place(row, start, piece, start + piece < length ? SEGMENT_CONTINUES : 0)
      }
    } else {
      throw new EngineError(
        'limit/exceeded',
        `row ${row} has ${length} tokens; with sequence_len ${sequenceLen} at most ${room} fit`,
        { row, feature: 'sequence_len' },
      )
    }
  }
  packs.push(segments.count)
  const packCount = packs.count - 1
  account.addedTokens = segments.count
  account.padTokens = packCount * sequenceLen - account.tokens - account.addedTokens
  return {
    sequenceLen,
    packOffsets: packs.values.slice(0, packs.count),
    segmentRows: segments.rows.slice(0, segments.count),
    segmentStarts: segments.starts?.slice(0, segments.count) ?? null,
    segmentLengths: segments.lengths.slice(0, segments.count),
    segmentFlags: segments.flags.slice(0, segments.count),
    addedPerSegment: GREEDY_ADDED,
    account,
  }
}
