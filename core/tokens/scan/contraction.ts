/** Bytes of `(?i:'s|'t|'re|'ve|'m|'ll|'d)` at a place; 0 for none. U+017F is an `s`. */
export function anyCaseContraction(utf8: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end || utf8[at] !== 0x27) return 0
  const first = utf8[at + 1]!
  if (first === 0xc5) return utf8[at + 2] === 0xbf ? 3 : 0
  return first < 0x80 ? contractionOf(first | 32, at + 2 < end && utf8[at + 2]! < 0x80 ? utf8[at + 2]! | 32 : 0) : 0
}

/** The same for `'s|'t|'re|'ve|'m|'ll|'d`. */
export function lowerCaseContraction(utf8: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end || utf8[at] !== 0x27) return 0
  return contractionOf(utf8[at + 1]!, at + 2 < end ? utf8[at + 2]! : 0)
}

function contractionOf(first: number, second: number): number {
  switch (first) {
    case 0x73: // s
    case 0x74: // t
    case 0x6d: // m
    case 0x64: // d
      return 2
    case 0x72: // re
    case 0x76: // ve
      return second === 0x65 ? 3 : 0
    case 0x6c: // ll
      return second === 0x6c ? 3 : 0
    default:
      return 0
  }
}
