import type { Schema } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import { schemaOfShape } from '../../table/inferType.ts'
import { mergeColumns } from '../../table/mergeShapes.ts'
import { restoreStruct } from '../../table/savedShapes.ts'
import { csvSchema } from '../csv/csvTypes.ts'
import type { LearntTypes } from '../records/learntTypes.ts'
import { MAX_COLUMNS, MAX_STRUCT_FIELDS } from '../records/limits.ts'

/** The types of many files of one format, exact over all their values. */
export interface MergedTypes {
  /** @returns issues about columns; null, and nothing is taken in, when it was learnt of another format */
  add(learnt: LearntTypes): Issue[] | null
  schema(): Schema
}

/** Begins with what the first file taught. */
export function mergedTypes(first: LearntTypes): MergedTypes {
  return first.of === 'json' ? mergedJson(first) : mergedCsv(first)
}

function mergedJson(first: Extract<LearntTypes, { of: 'json' }>): MergedTypes {
  const columns = restoreStruct(first.columns)
  const limits = { columns: MAX_COLUMNS, structFields: MAX_STRUCT_FIELDS }
  return {
    add(learnt) {
      if (learnt.of !== 'json') return null
      const leftOut = mergeColumns(columns, restoreStruct(learnt.columns), limits)
      if (leftOut === null) return []
      const message = `there are more than ${MAX_COLUMNS} columns: ${leftOut} and others are left out`
      const whole = { rowStart: null, rowEnd: null, byteStart: null }
      return [{ ...whole, severity: 'warning', code: 'limit/exceeded', message }]
    },
    schema: () => schemaOfShape(columns),
  }
}

/** Columns go by name; those only a later file has come behind. */
function mergedCsv(first: Extract<LearntTypes, { of: 'csv' }>): MergedTypes {
  let names = [...first.names]
  let kinds = [...first.kinds]
  return {
    add(learnt) {
      if (learnt.of !== 'csv') return null
      const all = [...new Set([...names, ...learnt.names])]
      const kindsIn = (known: readonly string[], of: readonly number[], name: string) => of[known.indexOf(name)] ?? 0
      kinds = all.map((name) => kindsIn(names, kinds, name) | kindsIn(learnt.names, learnt.kinds, name))
      names = all
      return []
    },
    schema: () => csvSchema(names, kinds),
  }
}
