import type { Run } from '../run/run.ts'
import type { Statement } from '../syntax/ast.ts'
import type { Scope } from './scope.ts'

/** What a loop around has to do. */
export type Signal = 'break' | 'continue' | null
/** A statement, ready to run. */
export type Execute = (run: Run) => Signal
/** @throws TemplateError for what does not compile */
export type CompileBody = (body: readonly Statement[], scope: Scope) => Execute
