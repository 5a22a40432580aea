import type { Schema } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import { isJsonField } from '../../table/jsonField.ts'
import { typeName } from '../../table/typeName.ts'

/** How one column differs between the shards of a dataset. */
export interface SchemaDifference {
  column: string
  /** Type in the whole; `json` where the shards' types have none that holds them all. */
  type: string
  /** Each type the shards have, in order of first appearance; null: the shards that have no such column. */
  variants: { type: string | null; shards: number; firstShard: string }[]
}

/** Columns told one by one; more are summed up. */
const TOLD_COLUMNS = 100

/** Gathers the schemas of shards and says where they differ. */
export class SchemaDifferences {
  readonly #columns = new Map<string, Map<string | null, { shards: number; firstShard: string }>>()
  #shards = 0
  #firstShard = ''

  /** @param name of a shard; add each once, in order */
  add(name: string, schema: Schema): void {
    if (this.#shards++ === 0) this.#firstShard = name
    const seen = new Set<string>()
    for (const field of schema.fields) {
      if (seen.has(field.name)) continue
      seen.add(field.name)
      const types = this.#columns.get(field.name) ?? this.#newColumn(field.name)
      count(types, isJsonField(field) ? 'json' : typeName(field.type), name)
    }
    if (seen.size === this.#columns.size) return
    for (const [column, types] of this.#columns) if (!seen.has(column)) count(types, null, name)
  }

  #newColumn(column: string): Map<string | null, { shards: number; firstShard: string }> {
    const types = new Map<string | null, { shards: number; firstShard: string }>()
    if (this.#shards > 1) types.set(null, { shards: this.#shards - 1, firstShard: this.#firstShard })
    this.#columns.set(column, types)
    return types
  }

  /** @param union the schema of the whole */
  list(union: Schema): SchemaDifference[] {
    return [...this.#columns].flatMap(([column, types]) => {
      if (types.size < 2) return []
      const field = union.fields.find(({ name }) => name === column)
      const type = field ? (isJsonField(field) ? 'json' : typeName(field.type)) : 'null'
      return [{ column, type, variants: [...types].map(([variant, counts]) => ({ type: variant, ...counts })) }]
    })
  }
}

function count(
  types: Map<string | null, { shards: number; firstShard: string }>,
  type: string | null,
  name: string,
): void {
  const known = types.get(type)
  if (known) known.shards++
  else types.set(type, { shards: 1, firstShard: name })
}

/** One issue about each column that differs, at most a hundred, and one that counts the others. */
export function differenceIssues(differences: readonly SchemaDifference[]): Issue[] {
  const whole = { rowStart: null, rowEnd: null, byteStart: null }
  const issues = differences.slice(0, TOLD_COLUMNS).map(({ column, type, variants }): Issue => {
    const known = variants.filter((variant) => variant.type !== null)
    const parts = variants.map((variant) => {
      const shards = variant.shards === 1 ? variant.firstShard : `${variant.shards} files (first ${variant.firstShard})`
      return `${variant.type === null ? 'missing' : variant.type} in ${shards}`
    })
    const isText = known.length > 1 && type === 'json' && known.every((variant) => variant.type !== 'json')
    const shown = known.length < 2 ? 'null where it is missing' : isText ? 'shown as JSON text' : `shown as ${type}`
    return {
      ...whole,
      severity: isText ? 'warning' : 'info',
      code: known.length < 2 ? 'shards/column-missing' : 'shards/column-types',
      message: `column ${column} is ${parts.join(', ')}: ${shown}`,
    }
  })
  const more = differences.length - TOLD_COLUMNS
  if (more > 0) {
    issues.push({ ...whole, severity: 'info', code: 'shards/column-types', message: `${more} more columns differ` })
  }
  return issues
}
