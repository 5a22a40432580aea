/**
 * Where the pre-token that begins at byte `at` ends. `utf8[at, end)` is valid UTF-8 and not empty; the end is after `at`, and
 * what stands behind `end` is never looked at.
 */
export type Scanner = (utf8: Uint8Array, at: number, end: number) => number
