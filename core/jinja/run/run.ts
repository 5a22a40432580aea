import { fail, type Value } from '../values/value.ts'

/** Bounds of one rendering: templates come from strangers. */
export const MAX_STEPS = 5_000_000
export const MAX_OUTPUT = 64 * 1024 ** 2
const MAX_CALLS = 200

/** What a variable is that was given no value yet. */
export const MISSING = Symbol('missing')
export type Slot = Value | typeof MISSING

/** One rendering under way. */
export class Run {
  readonly variables: ReadonlyMap<string, Value>
  readonly slots: Slot[]
  /** What was written to the innermost place that gathers output. */
  out = ''
  /** What the template itself has written while something else gathers. */
  private readonly outer: string[] = []
  readonly generation: [number, number][] = []
  line = 0
  private steps = 0
  private calls = 0

  constructor(variables: ReadonlyMap<string, Value>, slots: number) {
    this.variables = variables
    this.slots = new Array<Slot>(slots).fill(MISSING)
  }

  /** Counts a step of a loop or a call. @throws TemplateError `TemplateLimitError` */
  step(): void {
    if (++this.steps > MAX_STEPS) fail('TemplateLimitError', `the template takes over ${MAX_STEPS} steps`)
    if (this.out.length > MAX_OUTPUT) fail('TemplateLimitError', `the template writes over ${MAX_OUTPUT} characters`)
  }

  /** What is written meanwhile. */
  capture(write: () => void): string {
    this.outer.push(this.out)
    this.out = ''
    write()
    const written = this.out
    this.out = this.outer.pop() as string
    return written
  }

  /** What the template itself has written so far. */
  get written(): string {
    return this.outer[0] ?? this.out
  }

  /** Runs a body whose variables are those of one call: the same body may be running already. */
  isolated<T>(from: number, to: number, body: () => T): T {
    if (++this.calls > MAX_CALLS) fail('RecursionError', 'maximum recursion depth exceeded')
    this.step()
    const saved = this.slots.slice(from, to)
    this.slots.fill(MISSING, from, to)
    const result = body()
    for (let i = 0; i < saved.length; i++) this.slots[from + i] = saved[i] as Slot
    this.calls--
    return result
  }
}
