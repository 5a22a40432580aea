/** What one pixel column of a strip stands for. */
export interface StripColumn {
  /** Highest position id in the column. */
  positionId: number
  /** Share of the positions whose label counts. */
  trained: number
  /** Share of the positions that are attended to. */
  attended: number
}

const IGNORED = -100

/** A pack's positions gathered into `columns` columns of equal width; fewer when there are fewer positions. */
export function stripColumns(
  detail: { positionIds: Int32Array; labels: Int32Array; attention: Uint8Array },
  columns: number,
): StripColumn[] {
  const { positionIds, labels, attention } = detail
  const count = positionIds.length
  const width = Math.max(0, Math.min(columns, count))
  const strip: StripColumn[] = []
  for (let column = 0; column < width; column++) {
    const start = Math.floor((column * count) / width)
    const end = Math.floor(((column + 1) * count) / width)
    let highest = 0
    let trained = 0
    let attended = 0
    for (let at = start; at < end; at++) {
      highest = Math.max(highest, positionIds[at]!)
      if (labels[at] !== IGNORED) trained++
      if (attention[at] !== 0) attended++
    }
    strip.push({ positionId: highest, trained: trained / (end - start), attended: attended / (end - start) })
  }
  return strip
}
