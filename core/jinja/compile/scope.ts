import type { Statement, Target } from '../syntax/ast.ts'

/** Gives every variable of a template a place; a body that has variables of its own is a scope. */
export class Scope {
  private readonly parent: Scope | null
  private readonly slots: Map<string, number>
  private readonly counter: { next: number }

  private constructor(parent: Scope | null, counter: { next: number }, names: Iterable<string>) {
    this.parent = parent
    this.counter = counter
    this.slots = new Map()
    for (const name of names) if (!this.slots.has(name)) this.slots.set(name, counter.next++)
  }

  /** Of a template. */
  static ofTemplate(body: readonly Statement[]): Scope {
    return new Scope(null, { next: 0 }, namesSet(body))
  }

  /** Of a body inside: names it sets, and some it is given. */
  inner(body: readonly Statement[], given: readonly string[] = []): Scope {
    return new Scope(this, this.counter, [...given, ...namesSet(body)])
  }

  /** How many places there are so far. */
  get size(): number {
    return this.counter.next
  }

  /** The places of this scope's own variables. */
  get own(): readonly number[] {
    return [...this.slots.values()]
  }

  /** Where a name set here is. */
  slotOf(name: string): number {
    const slot = this.slots.get(name)
    if (slot === undefined) throw new Error(`no place for ${name}`)
    return slot
  }

  /** Where a name may be found, innermost first: a place without a value yet leaves it to the next one. */
  placesOf(name: string): readonly number[] {
    const own = this.slots.get(name)
    const outer = this.parent?.placesOf(name) ?? []
    return own === undefined ? outer : [own, ...outer]
  }
}

/** Names a body gives values to in its own scope. */
function* namesSet(body: readonly Statement[]): Generator<string> {
  for (const statement of body) {
    if (statement.kind === 'set' || statement.kind === 'capture') yield* namesOf(statement.target)
    else if (statement.kind === 'macro') yield statement.name
    else if (statement.kind === 'if') {
      yield* namesSet(statement.yes)
      yield* namesSet(statement.no)
    }
  }
}

export function* namesOf(target: Target): Generator<string> {
  if (target.kind === 'name') yield target.name
  else if (target.kind === 'tuple') for (const item of target.items) yield* namesOf(item)
}
