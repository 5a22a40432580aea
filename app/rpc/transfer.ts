const owned = new WeakMap<object, ArrayBuffer[]>()

/**
 * Marks buffers of `value` that may move instead of being copied when `value` crosses a channel. The sender must not
 * touch them afterwards. Channels that cannot move (Electron ports) copy.
 */
export function transfer<T extends object>(value: T, buffers: ArrayBuffer[]): T {
  owned.set(value, buffers)
  return value
}

/** The buffers marked by `transfer`, or none. */
export function transferred(value: unknown): ArrayBuffer[] {
  return (typeof value === 'object' && value !== null && owned.get(value)) || []
}
