import type { Schema } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import { unionSchema } from '../../table/conform/unionSchema.ts'
import type { WideningRules } from '../../table/conform/widerField.ts'
import type { RecordInference } from '../records/recordFormat.ts'
import { type SchemaDifference, SchemaDifferences } from './schemaDifferences.ts'

/** Gathers what every shard of a dataset was found to hold, into the schema of the whole. */
export class ShardSchemas {
  readonly #rules: WideningRules
  readonly #differences = new SchemaDifferences()
  /** Knows every value of the shards it was merged from, so that number types are exact. */
  #learnt: RecordInference | null = null
  #union: Schema | null = null

  /** @param rules for the shards whose values are not known, only their types */
  constructor(rules: WideningRules) {
    this.#rules = { ...rules, sampled: false }
  }

  /** @returns issues about columns of the whole */
  add(name: string, schema: Schema, inference: RecordInference | null): Issue[] {
    this.#differences.add(name, schema)
    if (inference && !this.#learnt && !this.#union) {
      this.#learnt = inference
      return []
    }
    const issues = (inference && this.#learnt?.merge?.(inference)) ?? null
    if (issues === null) this.#union = this.#union ? unionSchema(this.#union, schema, this.#rules) : schema
    return issues ?? []
  }

  /** Null when nothing was added. */
  finish(): { schema: Schema; differences: SchemaDifference[] } | null {
    const learnt = this.#learnt?.schema() ?? null
    const schema = learnt && this.#union ? unionSchema(learnt, this.#union, this.#rules) : (learnt ?? this.#union)
    return schema && { schema, differences: this.#differences.list(schema) }
  }
}
