import type { Schema } from 'apache-arrow'
import type { Issue } from '../../issues.ts'
import { unionSchema } from '../../table/conform/unionSchema.ts'
import type { WideningRules } from '../../table/conform/widerField.ts'
import type { LearntTypes } from '../records/learntTypes.ts'
import { type MergedTypes, mergedTypes } from './mergedTypes.ts'
import { type SchemaDifference, SchemaDifferences } from './schemaDifferences.ts'

/** Gathers what every shard of a dataset was found to hold, into the schema of the whole. */
export class ShardSchemas {
  readonly #rules: WideningRules
  readonly #differences = new SchemaDifferences()
  /** Knows every value of the shards it was merged from, so that number types are exact. */
  #learnt: MergedTypes | null = null
  #union: Schema | null = null

  /** @param rules for the shards whose values are not known, only their types */
  constructor(rules: WideningRules) {
    this.#rules = { ...rules, sampled: false }
  }

  /**
   * @param learnt null where only the types are known
   * @returns issues about columns of the whole
   */
  add(name: string, schema: Schema, learnt: LearntTypes | null): Issue[] {
    this.#differences.add(name, schema)
    if (learnt && !this.#learnt && !this.#union) {
      this.#learnt = mergedTypes(learnt)
      return []
    }
    const issues = (learnt && this.#learnt?.add(learnt)) ?? null
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
