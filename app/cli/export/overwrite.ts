import { resolve } from 'node:path'
import { EngineError } from '../../../core/errors.ts'
import type { CommandContext } from '../context.ts'

/**
 * Whether what is under the target's name may be replaced: `--overwrite` says so, else a person at a terminal is asked.
 * Nothing there needs no answer, and is not overwritten should something appear meanwhile.
 *
 * @param out as given on the command line
 * @throws EngineError `sink/exists` when the answer is no, or nobody can be asked; what `Platform.targetExists` throws
 */
export async function mayOverwrite(
  context: CommandContext,
  out: string,
  { overwrite, folder }: { overwrite: boolean; folder: boolean },
): Promise<boolean> {
  const path = resolve(out)
  const exists = await context.runtime().platform.targetExists({ kind: 'path', path }, folder)
  if (overwrite || !exists) return overwrite
  const answer = context.ask && (await context.ask(`${path} exists. Replace it? [y/N] `))
  if (answer && /^y(es)?$/i.test(answer.trim())) return true
  const why = answer === null ? 'exists already; --overwrite replaces it' : 'exists already, and stays as it is'
  throw new EngineError('sink/exists', `${why}: ${path}`, { path })
}
