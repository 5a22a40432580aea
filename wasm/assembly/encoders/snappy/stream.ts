// One Snappy block from any number of pieces. Literals end with their piece.
import { allot, outputArea } from '../layout'
import { clearNear } from '../nearTable'
import { emptyInput, inputEnd, reserveInput } from '../window'
import { putSnappyLength, snappyBound, snappyPart } from './block'

const PIECE: u32 = 1 << 20
const KEPT: usize = 1 << 16

let size: u32 = 0
let isBegun = false
let pieceStart: usize = 0

export function snappyPiece(total: u32): u32 {
  return min(total, PIECE)
}

export function startSnappy(total: u32): bool {
  const piece = snappyPiece(total) as usize
  if (!allot(snappyBound(piece), piece + (total > PIECE ? KEPT : 0))) return false
  size = total
  isBegun = false
  emptyInput()
  clearNear()
  return true
}

export function reserveSnappy(length: usize): usize {
  pieceStart = reserveInput(length, KEPT)
  return pieceStart
}

export function runSnappy(): usize {
  let out = outputArea()
  if (!isBegun) {
    out = putSnappyLength(out, size)
    isBegun = true
  }
  return snappyPart(pieceStart, inputEnd, out)
}
