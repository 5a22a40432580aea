// A block without a frame, from any number of pieces. Literals between two matches may be more than memory holds: those
// that are no longer here when their match is found are left to the host.
import { allot, inputArea, outputArea } from '../layout'
import { emptyInput, inputEnd, reserveInput } from '../window'
import { endLz4Block, lz4Bound, lz4Part, shiftLz4Block, startLz4Block } from './block'

const PIECE: u32 = 1 << 20
const KEPT: usize = 1 << 16

export function lz4RawPiece(total: u32): u32 {
  return min(total, PIECE)
}

export function startLz4Raw(total: u32): bool {
  const piece = lz4RawPiece(total) as usize
  const kept: usize = total > PIECE ? KEPT : 0
  // The length of literals that are not here is written all the same.
  if (!allot(lz4Bound(piece + kept) + total / 255, piece + kept)) return false
  emptyInput()
  startLz4Block(inputArea)
  return true
}

export function reserveLz4Raw(length: usize): usize {
  const end = inputEnd
  const place = reserveInput(length, KEPT)
  shiftLz4Block(end - place)
  return place
}

export function runLz4Raw(isLast: bool): usize {
  const out = lz4Part(inputEnd, outputArea())
  return isLast ? endLz4Block(inputEnd, out) : out
}
