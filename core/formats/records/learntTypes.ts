import type { SavedStruct } from '../../table/savedShapes.ts'

/**
 * What an inference learnt from one file, as plain data: of a dataset of many files all of it is merged, today's and what
 * earlier sessions left, so that number types are exact over all values.
 */
export type LearntTypes =
  | { of: 'json'; columns: SavedStruct }
  /** Kinds of `typeShape.ts` per column. */
  | { of: 'csv'; names: readonly string[]; kinds: readonly number[] }
