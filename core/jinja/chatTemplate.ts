/** A Python value as templates see it: JSON, where whole numbers and fractions are told apart and no digit is lost. */
export type JinjaValue =
  | null
  | boolean
  /** An `int`; whole. */
  | number
  | bigint
  | string
  | PyFloat
  | readonly JinjaValue[]
  /** A `dict`, in the order its keys came. */
  | ReadonlyMap<string, JinjaValue>

/** A Python `float`: `1.0` prints as such, which a JavaScript number cannot. */
export class PyFloat {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

export interface Rendered {
  text: string
  /** Parts of `text` that stood in `{% generation %}`, in code points; ascending. */
  generation: readonly (readonly [start: number, end: number])[]
}

/** A chat template, compiled once. Safe to run on any row: steps and length of a rendering are bounded. */
export interface ChatTemplate {
  readonly source: string
  /** Whether it marks what the assistant says. */
  readonly hasGeneration: boolean
  /** @throws TemplateError where transformers would raise, or a bound is hit */
  render(variables: ReadonlyMap<string, JinjaValue>): Rendered
}

/** What Python would raise, in its words. */
export class TemplateError extends Error {
  /** `TemplateSyntaxError`, `UndefinedError`, `TypeError`, … as Python names it; `TemplateLimitError` for a bound of ours. */
  readonly kind: string
  /** 1-based line of the template; null where Python tells none. */
  readonly line: number | null

  constructor(kind: string, message: string, line: number | null) {
    super(message)
    this.name = 'TemplateError'
    this.kind = kind
    this.line = line
  }
}
