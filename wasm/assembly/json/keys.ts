import { FIELD_BYTES, FIELD_MASK, FIELD_RAW, FIELD_RAW_LENGTH, FIELD_START } from './layout'

// @ts-ignore: decorator
@inline
/** Whether the key at `at`, its quotes included, is that of the field. */
export function fieldMatches(field: usize, at: usize): bool {
  const start = v128.xor(v128.load(at), v128.load(field, FIELD_START))
  if (v128.any_true(v128.and(start, v128.load(field, FIELD_MASK)))) return false
  return load<u32>(field, FIELD_RAW_LENGTH) <= 16 || restMatches(field, at)
}

/** Bytes from the sixteenth on, the last sixteen at once. */
function restMatches(field: usize, at: usize): bool {
  const length: usize = load<u32>(field, FIELD_RAW_LENGTH)
  const raw: usize = load<u32>(field, FIELD_RAW)
  for (let i: usize = 16; i < length; i += 16) {
    const step = min(i, length - 16)
    if (v128.any_true(v128.xor(v128.load(raw + step), v128.load(at + step)))) return false
  }
  return true
}

/** The field of `[fields, end)` whose key is at `at`, looked for from `hint` on; 0: none. */
export function findField(fields: usize, end: usize, hint: usize, at: usize): usize {
  for (let field = hint; field < end; field += FIELD_BYTES) if (fieldMatches(field, at)) return field
  for (let field = fields; field < end && field < hint; field += FIELD_BYTES) if (fieldMatches(field, at)) return field
  return 0
}
