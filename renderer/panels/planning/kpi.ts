/** One figure of a packing or a padding, as it stands at the head of the view. */
export interface Kpi {
  id: string
  value: string
  label: string
  /** The exact number behind a shortened one, or what the figure means. */
  exact?: string
  bad?: boolean
}

/** A share or a mean of packs or batches; of none of them there is none. */
export function ifAny(count: number, figure: string): string {
  return count === 0 ? '–' : figure
}
