/** An expression of a template; `line` is 1-based. */
export type Expression = { line: number } & (
  | { kind: 'constant'; value: null | boolean | string | number | bigint }
  | { kind: 'float'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'list' | 'tuple'; items: Expression[] }
  | { kind: 'dict'; pairs: [key: Expression, value: Expression][] }
  | { kind: 'conditional'; test: Expression; yes: Expression; no: Expression | null }
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'not'; of: Expression }
  | { kind: 'compare'; first: Expression; others: { op: CompareOp; right: Expression }[] }
  | { kind: 'binary'; op: BinaryOp; left: Expression; right: Expression }
  | { kind: 'negative' | 'positive'; of: Expression }
  | { kind: 'concat'; parts: Expression[] }
  | { kind: 'attribute'; of: Expression; name: string }
  | { kind: 'item'; of: Expression; key: Expression }
  | { kind: 'slice'; start: Expression | null; stop: Expression | null; step: Expression | null }
  | { kind: 'call'; of: Expression; args: Arguments }
  /** `of` is null in a filter block: what the block wrote. */
  | { kind: 'filter'; of: Expression | null; name: string; args: Arguments }
  | { kind: 'test'; of: Expression; name: string; args: Arguments }
)

export type CompareOp = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'
export type BinaryOp = '+' | '-' | '*' | '/' | '//' | '%' | '**'

export interface Arguments {
  positional: Expression[]
  keywords: [name: string, value: Expression][]
  /** `*args` and `**kwargs`. */
  list: Expression | null
  dict: Expression | null
}

/** What a value is given to. */
export type Target =
  | { kind: 'name'; name: string }
  | { kind: 'attribute'; of: string; name: string }
  | { kind: 'tuple'; items: Target[] }

export interface MacroParts {
  parameters: { name: string; usual: Expression | null }[]
  body: Statement[]
}

export type Statement = { line: number } & (
  | { kind: 'text'; text: string }
  | { kind: 'print'; value: Expression }
  | { kind: 'if'; test: Expression; yes: Statement[]; no: Statement[] }
  | {
      kind: 'for'
      target: Target
      over: Expression
      filter: Expression | null
      body: Statement[]
      otherwise: Statement[]
      isRecursive: boolean
    }
  | { kind: 'break' | 'continue' }
  | { kind: 'set'; target: Target; value: Expression }
  | { kind: 'capture'; target: Target; filter: Expression | null; body: Statement[] }
  | ({ kind: 'macro'; name: string } & MacroParts)
  | ({ kind: 'call'; call: Expression } & MacroParts)
  | { kind: 'filtered'; filter: Expression; body: Statement[] }
  | { kind: 'with'; pairs: [target: Target, value: Expression][]; body: Statement[] }
  | { kind: 'generation'; body: Statement[] }
)
