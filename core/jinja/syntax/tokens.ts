/** A token of a template, as Jinja's own lexer would give it. */
export interface Token {
  kind:
    | 'data'
    | 'variable_begin'
    | 'variable_end'
    | 'block_begin'
    | 'block_end'
    | 'name'
    | 'string'
    | 'integer'
    | 'float'
    | 'op'
    | 'end'
  /** Text of data, the name, the value of a string, or the sign. */
  text: string
  /** Of `integer`. */
  integer?: bigint
  /** Of `float`. */
  float?: number
  /** 1-based. */
  line: number
}

/** What a token is called in an error, as Jinja describes it. */
export function describeToken({ kind, text }: Token): string {
  switch (kind) {
    case 'name':
    case 'op':
    case 'string':
    case 'integer':
    case 'float':
      return text
    case 'end':
      return 'end of template'
    case 'block_begin':
      return 'begin of statement block'
    case 'block_end':
      return 'end of statement block'
    case 'variable_begin':
      return 'begin of print statement'
    case 'variable_end':
      return 'end of print statement'
    case 'data':
      return 'template data / text'
  }
}
