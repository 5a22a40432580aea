// XXH64, after the specification of xxHash: four lanes of 8 bytes, mixed at the end. A digest is 88 bytes of memory: the lanes,
// the length, and up to 32 bytes that wait for a whole stripe.

const PRIME_1: u64 = 0x9e3779b185ebca87
const PRIME_2: u64 = 0xc2b2ae3d27d4eb4f
const PRIME_3: u64 = 0x165667b19e3779f9
const PRIME_4: u64 = 0x85ebca77c2b2ae63
const PRIME_5: u64 = 0x27d4eb2f165667c5
const STRIPE: usize = 32

@unmanaged
export class Xxh64 {
  lane1: u64
  lane2: u64
  lane3: u64
  lane4: u64
  length: u64
  waiting: usize
}

/** Where bytes wait, inside a digest. */
const WAITING: usize = 48

// @ts-ignore: decorator
@inline
function round(lane: u64, value: u64): u64 {
  return rotl<u64>(lane + value * PRIME_2, 31) * PRIME_1
}

export function startXxh64(digest: Xxh64, seed: u64): void {
  digest.lane1 = seed + PRIME_1 + PRIME_2
  digest.lane2 = seed + PRIME_2
  digest.lane3 = seed
  digest.lane4 = seed - PRIME_1
  digest.length = 0
  digest.waiting = 0
}

function addStripes(digest: Xxh64, start: usize, end: usize): void {
  let lane1 = digest.lane1
  let lane2 = digest.lane2
  let lane3 = digest.lane3
  let lane4 = digest.lane4
  for (; start < end; start += STRIPE) {
    lane1 = round(lane1, load<u64>(start))
    lane2 = round(lane2, load<u64>(start, 8))
    lane3 = round(lane3, load<u64>(start, 16))
    lane4 = round(lane4, load<u64>(start, 24))
  }
  digest.lane1 = lane1
  digest.lane2 = lane2
  digest.lane3 = lane3
  digest.lane4 = lane4
}

export function addXxh64(digest: Xxh64, start: usize, end: usize): void {
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

// @ts-ignore: decorator
@inline
function mergeLane(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4
}

/** The hash of all that was added; the digest may go on. */
export function finishXxh64(digest: Xxh64): u64 {
  let hash: u64
  if (digest.length >= STRIPE) {
    hash = rotl<u64>(digest.lane1, 1) + rotl<u64>(digest.lane2, 7) + rotl<u64>(digest.lane3, 12) + rotl<u64>(digest.lane4, 18)
    hash = mergeLane(hash, digest.lane1)
    hash = mergeLane(hash, digest.lane2)
    hash = mergeLane(hash, digest.lane3)
    hash = mergeLane(hash, digest.lane4)
  } else hash = digest.lane3 + PRIME_5
  hash += digest.length
  let at = changetype<usize>(digest) + WAITING
  const end = at + digest.waiting
  for (; at + 8 <= end; at += 8) hash = rotl<u64>(hash ^ round(0, load<u64>(at)), 27) * PRIME_1 + PRIME_4
  if (at + 4 <= end) {
    hash = rotl<u64>(hash ^ ((load<u32>(at) as u64) * PRIME_1), 23) * PRIME_2 + PRIME_3
    at += 4
  }
  for (; at < end; at++) hash = rotl<u64>(hash ^ ((load<u8>(at) as u64) * PRIME_5), 11) * PRIME_1
  hash = (hash ^ (hash >> 33)) * PRIME_2
  hash = (hash ^ (hash >> 29)) * PRIME_3
  return hash ^ (hash >> 32)
}
