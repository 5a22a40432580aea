// @ts-ignore: decorator
@inline
/** Copies `length` bytes; may write up to 15 bytes more behind `to` and read as many behind `from`. */
export function copyText(to: usize, from: usize, length: usize): void {
  if (length > 256) {
    memory.copy(to, from, length)
    return
  }
  for (let at: usize = 0; at < length; at += 16) v128.store(to + at, v128.load(from + at))
}
