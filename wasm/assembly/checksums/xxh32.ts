// XXH32, after the specification of xxHash: four lanes of 4 bytes, mixed at the end. A digest is 48 bytes of memory: the
// lanes, the length, and up to 16 bytes that wait for a whole stripe.

const PRIME_1: u32 = 0x9e3779b1
const PRIME_2: u32 = 0x85ebca77
const PRIME_3: u32 = 0xc2b2ae3d
const PRIME_4: u32 = 0x27d4eb2f
const PRIME_5: u32 = 0x165667b1
const STRIPE: usize = 16

@unmanaged
export class Xxh32 {
  lane1: u32
  lane2: u32
  lane3: u32
  lane4: u32
  length: u64
  waiting: usize
}

/** Where bytes wait, inside a digest. */
const WAITING: usize = 32

// @ts-ignore: decorator
@inline
function round(lane: u32, value: u32): u32 {
  return rotl<u32>(lane + value * PRIME_2, 13) * PRIME_1
}

export function startXxh32(digest: Xxh32): void {
  digest.lane1 = PRIME_1 + PRIME_2
  digest.lane2 = PRIME_2
  digest.lane3 = 0
  digest.lane4 = 0 - PRIME_1
  digest.length = 0
  digest.waiting = 0
}

function addStripes(digest: Xxh32, start: usize, end: usize): void {
  let lane1 = digest.lane1
  let lane2 = digest.lane2
  let lane3 = digest.lane3
  let lane4 = digest.lane4
  for (; start < end; start += STRIPE) {
    lane1 = round(lane1, load<u32>(start))
    lane2 = round(lane2, load<u32>(start, 4))
    lane3 = round(lane3, load<u32>(start, 8))
    lane4 = round(lane4, load<u32>(start, 12))
  }
  digest.lane1 = lane1
  digest.lane2 = lane2
  digest.lane3 = lane3
  digest.lane4 = lane4
}

export function addXxh32(digest: Xxh32, start: usize, end: usize): void {
  const waiting = changetype<usize>(digest) + WAITING
  digest.length += (end - start) as u64
  if (digest.waiting > 0) {
    const missing = min(STRIPE - digest.waiting, end - start)
    memory.copy(waiting + digest.waiting, start, missing)
    digest.waiting += missing
    start += missing
    if (digest.waiting < STRIPE) return
    addStripes(digest, waiting, waiting + STRIPE)
  }
  const whole = start + ((end - start) & ~(STRIPE - 1))
  addStripes(digest, start, whole)
  digest.waiting = end - whole
  memory.copy(waiting, whole, digest.waiting)
}

/** The hash of all that was added; the digest may go on. */
export function finishXxh32(digest: Xxh32): u32 {
  let hash: u32
  if (digest.length >= STRIPE) {
    hash = rotl<u32>(digest.lane1, 1) + rotl<u32>(digest.lane2, 7) + rotl<u32>(digest.lane3, 12) + rotl<u32>(digest.lane4, 18)
  } else hash = digest.lane3 + PRIME_5
  hash += digest.length as u32
  let at = changetype<usize>(digest) + WAITING
  const end = at + digest.waiting
  for (; at + 4 <= end; at += 4) hash = rotl<u32>(hash + load<u32>(at) * PRIME_3, 17) * PRIME_4
  for (; at < end; at++) hash = rotl<u32>(hash + load<u8>(at) * PRIME_5, 11) * PRIME_1
  hash = (hash ^ (hash >>> 15)) * PRIME_2
  hash = (hash ^ (hash >>> 13)) * PRIME_3
  return hash ^ (hash >>> 16)
}
