import { EngineError } from '../../errors.ts'
import { type ExcessLengthStrategy, ROW_UNUSABLE, type TokenAccount } from './packPlan.ts'
import { SEGMENT_CONTINUES, SEGMENT_CUT } from './segmentFlags.ts'
import { OffsetList, SegmentList } from './segmentList.ts'

/** What a rule takes from the rows before it packs them. */
export interface ItemOptions {
  /** Most tokens of an item; longer rows are in excess. */
  room: number
  excess: ExcessLengthStrategy
  /** Whether rows without tokens are items; else they count as dropped. */
  keepsEmpty: boolean
  /** Rows (dropped ones included) that the rule packs together; null: all. */
  rowsPerSlice: number | null
  /** Named where a row is refused. */
  sequenceLen: number
}

/** Rows, cut rows or pieces of rows, in the order a rule takes them. */
export interface Items {
  segments: SegmentList
  /** Tokens of all items. */
  tokens: number
  longest: number
  /** First item of each slice, and the number of items. */
  sliceOffsets: Uint32Array<ArrayBuffer>
}

/** An account that knows nothing yet of `rows` rows. */
export function emptyAccount(rows: number): TokenAccount {
  return {
    rows,
    tokens: 0,
    addedTokens: 0,
    padTokens: 0,
    cutTokens: 0,
    droppedRows: 0,
    truncatedRows: 0,
    splitRows: 0,
    skippedRows: 0,
  }
}

/**
 * The items of a rule: rows in the order given, those in excess dropped, truncated, split or refused. What is lost is
 * entered in `account`.
 * @param order row at each place; null: dataset order
 * @throws EngineError `limit/exceeded` with the row when `excess` is `error` and a row is too long
 */
export function packItems(
  lengths: Uint32Array,
  order: Uint32Array | null,
  options: ItemOptions,
  account: TokenAccount,
): Items {
  const { room, excess, keepsEmpty, sequenceLen } = options
  const rowsPerSlice = options.rowsPerSlice ?? Number.POSITIVE_INFINITY
  const segments = new SegmentList(lengths.length)
  const slices = new OffsetList()
  let tokens = 0
  let longest = 0
  let rowsInSlice = rowsPerSlice
  const ordered = order && inOrder(lengths, order)
  for (let place = 0; place < lengths.length; place++) {
    const row = order ? (order[place] as number) : place
    const length = ordered ? (ordered[place] as number) : (lengths[place] as number)
    if (length === ROW_UNUSABLE) {
      account.skippedRows++
      continue
    }
    if (rowsInSlice === rowsPerSlice) {
      slices.push(segments.count)
      rowsInSlice = 0
    }
    rowsInSlice++
    if (length <= room) {
      if (length > 0 || keepsEmpty) {
        segments.push(row, 0, length, 0)
        tokens += length
        if (length > longest) longest = length
      } else account.droppedRows++
    } else if (excess === 'drop') {
      account.droppedRows++
      account.cutTokens += length
    } else if (excess === 'truncate') {
      account.truncatedRows++
      account.cutTokens += length - room
      segments.push(row, 0, room, SEGMENT_CUT)
      tokens += room
      longest = room
    } else if (excess === 'split') {
      segments.admit(row, Math.ceil(length / room))
      account.splitRows++
      for (let start = 0; start < length; start += room) {
        const piece = Math.min(room, length - start)
        segments.push(row, start, piece, start + piece < length ? SEGMENT_CONTINUES : 0)
      }
      tokens += length
      longest = room
    } else {
      const message = `row ${row} has ${length} tokens; with sequence_len ${sequenceLen} at most ${room} fit`
      throw new EngineError('limit/exceeded', message, { row, feature: 'sequence_len' })
    }
  }
  slices.push(segments.count)
  return { segments, tokens, longest, sliceOffsets: slices.values.slice(0, slices.count) }
}

/** The lengths in another order: in a loop of its own many look-ups are under way at once. */
function inOrder(lengths: Uint32Array, order: Uint32Array): Uint32Array {
  const ordered = new Uint32Array(lengths.length)
  for (let place = 0; place < ordered.length; place++) ordered[place] = lengths[order[place] as number] as number
  return ordered
}
