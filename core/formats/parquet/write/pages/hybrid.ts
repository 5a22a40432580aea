/** Bytes of a run's value. */
const valueBytes = (width: number) => (width + 7) >> 3

/** Fewest values of a run: it breaks a packed stretch in two and costs a header and its value. */
export function shortestRun(width: number): number {
  return Math.ceil((valueBytes(width) + 3) / width) * 8
}

/** Most bytes `count` values take: packed in one stretch, with runs only where they are shorter. */
export function hybridBound(count: number, width: number): number {
  return Math.ceil(count / 8) * width + (count >>> 10) + 16
}

function writeVarint(out: Uint8Array, at: number, value: number): number {
  let rest = value
  while (rest >= 0x80) {
    out[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  out[at++] = rest
  return at
}

/** Packs `count` values (a multiple of eight but for the last ones, which zeros follow) into bits, lowest first. */
function packBits(
  values: Uint8Array | Uint16Array | Uint32Array,
  from: number,
  count: number,
  width: number,
  out: Uint8Array,
  start: number,
): number {
  let at = start
  let held = 0
  let bits = 0
  for (let i = from; i < from + count; i++) {
    let value = values[i] as number
    let left = width
    while (left > 0) {
      const taken = Math.min(left, 8 - bits)
      held |= (value & ((1 << taken) - 1)) << bits
      value >>>= taken
      bits += taken
      left -= taken
      if (bits === 8) {
        out[at++] = held
        held = 0
        bits = 0
      }
    }
  }
  if (bits > 0) out[at++] = held
  const end = start + Math.ceil(count / 8) * width
  out.fill(0, at, end)
  return end
}

/** How many values from `from` on are the same. */
function runLength(values: Uint8Array | Uint16Array | Uint32Array, from: number): number {
  const value = values[from]
  let end = from + 1
  while (end < values.length && values[end] === value) end++
  return end - from
}

/**
 * Runs of `shortestRun` values and more as runs, what is between them packed. A packed stretch is filled up to a multiple
 * of eight from the run behind it. The oracle of the loop in WASM: same bytes.
 */
export function hybrid(values: Uint8Array | Uint16Array | Uint32Array, width: number): Uint8Array {
  const least = shortestRun(width)
  const count = values.length
  const out = new Uint8Array(hybridBound(count, width))
  let at = 0
  let packedFrom = 0
  let next = 0
  const packed = (end: number) => {
    if (end === packedFrom) return
    at = writeVarint(out, at, Math.ceil((end - packedFrom) / 8) * 2 + 1)
    at = packBits(values, packedFrom, end - packedFrom, width, out, at)
    packedFrom = end
  }
  while (next < count) {
    const end = next + runLength(values, next)
    // What fills the packed stretch up is taken from the run.
    const start = Math.min(next + (-(next - packedFrom) & 7), end)
    if (end - start >= least) {
      packed(start)
      at = writeVarint(out, at, ((end - start) << 1) >>> 0)
      const value = values[start] as number
      for (let byte = 0; byte < valueBytes(width); byte++) out[at++] = (value >>> (byte * 8)) & 0xff
      packedFrom = end
    }
    next = end
  }
  packed(count)
  return out.slice(0, at)
}
