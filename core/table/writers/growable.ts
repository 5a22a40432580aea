import type { WriteBudget } from './writeBudget.ts'

/** Values a fresh column has room for. */
export const INITIAL_CAPACITY = 256

/** A capacity of at least `needed` that makes repeated growth linear in total. */
export function grownCapacity(current: number, needed: number): number {
  return Math.max(needed, current * 2, INITIAL_CAPACITY)
}

export function growBytes(old: Uint8Array<ArrayBuffer>, needed: number, budget: WriteBudget): Uint8Array<ArrayBuffer> {
  const capacity = grownCapacity(old.length, needed)
  budget.charge(capacity - old.length)
  const grown = new Uint8Array(capacity)
  grown.set(old)
  return grown
}

export function growInt32(old: Int32Array<ArrayBuffer>, needed: number, budget: WriteBudget): Int32Array<ArrayBuffer> {
  const capacity = grownCapacity(old.length, needed)
  budget.charge((capacity - old.length) * 4)
  const grown = new Int32Array(capacity)
  grown.set(old)
  return grown
}

export function growFloat64(
  old: Float64Array<ArrayBuffer>,
  needed: number,
  budget: WriteBudget,
): Float64Array<ArrayBuffer> {
  const capacity = grownCapacity(old.length, needed)
  budget.charge((capacity - old.length) * 8)
  const grown = new Float64Array(capacity)
  grown.set(old)
  return grown
}
