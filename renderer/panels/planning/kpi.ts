/** One figure of a packing or a padding, as it stands at the head of the view. */
export interface Kpi {
  id: string
  value: string
  label: string
  /** The exact number behind a shortened one, or what the figure means. */
  exact?: string
  bad?: boolean
}
