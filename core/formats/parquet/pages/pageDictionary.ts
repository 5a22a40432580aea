import type { EngineError } from '../../../errors.ts'
import type { PageKernels } from '../../../kernels/pageKernels.ts'

/** The dictionary of a column chunk in the kernels' memory. */
export interface PageDictionary {
  count: number
  /** Words of the column's width, or the texts' bytes. */
  values: number
  /** Texts: offsets as u32, `count` + 1 of them; else 0. */
  offsets: number
  free(): void
}

/**
 * The dictionary in a decompressed page.
 *
 * @param width bytes of a value; 0: texts
 * @param owned the page's memory, which the dictionary takes over
 * @throws EngineError `format/corrupt` where `numValues` values are not there
 */
export function pageDictionary(
  pages: PageKernels,
  owned: { at: number; size: number },
  width: number,
  numValues: number,
  damaged: (what: string) => EngineError,
): PageDictionary {
  const { at, size } = owned
  if (width > 0) {
    if (numValues * width > size) throw damaged(`has a dictionary of ${numValues} values in ${size} bytes`)
    return { count: numValues, values: at, offsets: 0, free: () => pages.free(at) }
  }
  const place = pages.alloc(4)
  const bytes = pages.measurePlainTexts(at, at + size, numValues, place)
  pages.free(place)
  if (bytes < 0) throw damaged('has a dictionary with a text that reaches out of it')
  const offsets = pages.alloc((numValues + 1) * 4)
  const values = pages.alloc(bytes)
  pages.bytes.fill(0, offsets, offsets + 4)
  pages.copyPlainTexts(at, numValues, values, offsets + 4, 0)
  pages.free(at)
  return {
    count: numValues,
    values,
    offsets,
    free() {
      pages.free(offsets)
      pages.free(values)
    },
  }
}
