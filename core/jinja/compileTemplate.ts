import { type ChatTemplate, type JinjaValue, type Rendered, TemplateError } from './chatTemplate.ts'
import { Scope } from './compile/scope.ts'
import { compileBody } from './compile/statement.ts'
import { globalsAt } from './run/globals.ts'
import { Run } from './run/run.ts'
import type { Moment } from './run/strftime.ts'
import type { Statement } from './syntax/ast.ts'
import { parseTemplate } from './syntax/statements.ts'
import type { Value } from './values/value.ts'

/**
 * A chat template as transformers compiles it: Jinja 3.1 in an immutable sandbox with `trim_blocks`, `lstrip_blocks`, loop
 * controls, `{% generation %}`, and the globals `raise_exception` and `strftime_now`. Nothing is evaluated as JavaScript, so
 * that it runs under any content policy.
 *
 * @param moment what `strftime_now` takes for now
 * @throws TemplateError `TemplateSyntaxError`, `TemplateAssertionError`, `TemplateUnsupported`, with the line
 */
export function compileTemplate(source: string, moment: Moment): ChatTemplate {
  const statements = parseTemplate(source)
  const scope = Scope.ofTemplate(statements)
  const write = compileBody(statements, scope)
  const globals = globalsAt(moment)
  return {
    source,
    hasGeneration: hasGeneration(statements),
    render(variables: ReadonlyMap<string, JinjaValue>): Rendered {
      const run = new Run(new Map<string, Value>([...globals, ...variables]), scope.size)
      try {
        write(run)
      } catch (error) {
        throw withLine(error, run.line)
      }
      return { text: run.out, generation: run.generation }
    },
  }
}

function hasGeneration(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(hasGeneration)
  if (typeof part !== 'object' || part === null) return false
  return (part as Statement).kind === 'generation' || Object.values(part).some(hasGeneration)
}

/** What went wrong, with the line of the statement it went wrong in. */
function withLine(error: unknown, line: number): unknown {
  if (error instanceof TemplateError) {
    return error.line === null ? new TemplateError(error.kind, error.message, line) : error
  }
  const isTooDeep = error instanceof RangeError
  return isTooDeep ? new TemplateError('RecursionError', 'maximum recursion depth exceeded', line) : error
}
