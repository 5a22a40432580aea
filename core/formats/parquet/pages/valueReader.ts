import type { EngineError } from '../../../errors.ts'
import type { PageKernels } from '../../../kernels/pageKernels.ts'
import type { LeafOutput } from '../columns/leafOutput.ts'
import type { PageDictionary } from './pageDictionary.ts'

/** An error about the page in hand. */
export type Damaged = (what: string) => EngineError

/** Hands out a page's values in order, nulls not among them. */
export interface PageValues {
  /** Appends the next `count` values. @throws EngineError `format/corrupt`, `limit/exceeded`; RowsTooLarge */
  read(count: number, out: LeafOutput): void
  /** Passes over the next `count` values. @throws EngineError `format/corrupt` */
  skip(count: number): void
  /** Gives back memory of its own. */
  free(): void
}

/** Where a page's values lie in the kernels' memory, and what they are. */
export interface ValueBytes {
  pages: PageKernels
  from: number
  end: number
  /** Entries of the page, nulls included: there are no more values than that. */
  numValues: number
  physical: number
  /** Bytes of a value; 0 for texts. */
  width: number
  dictionary: PageDictionary | null
  damaged: Damaged
}

/** Values of a known width one behind the other; `free` gives `owned` back. */
export function fixedValues(
  { pages, from, end, width, damaged }: ValueBytes,
  owned: readonly number[] = [],
): PageValues {
  let at = from
  const take = (count: number): number => {
    const start = at
    if (count * width > end - at) throw damaged(`ends in the middle of ${count} values`)
    at += count * width
    return start
  }
  return {
    read(count, out) {
      const start = take(count)
      out.reserve(out.count + count)
      pages.bytes.copyWithin(out.values + out.count * width, start, at)
      out.count += count
    },
    skip: (count) => void take(count),
    free: () => owned.forEach((address) => void pages.free(address)),
  }
}
