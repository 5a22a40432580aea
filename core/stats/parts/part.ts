import type { Data } from 'apache-arrow'
import type { ColumnStats } from '../columnStats.ts'

/** The figures that depend on what kind of values a column has. */
export type PartFigures = Pick<ColumnStats, 'nan' | 'min' | 'max' | 'mean' | 'quantiles' | 'lengths' | 'approximate'>

/** Goes over values of one kind, cell by cell. */
export interface StatsPart {
  /** Takes a cell that is not null, dictionaries and unions followed. */
  add(data: Data, row: number): void
  /** Takes in another one of the same class, made with the same options. */
  merge(other: StatsPart): void
  finish(): Partial<PartFigures>
}
