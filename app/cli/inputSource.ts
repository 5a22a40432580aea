import { detect } from '../../core/formats/detect.ts'
import { type Format, isTextFormat } from '../../core/formats/format.ts'
import type { Runtime } from '../engine/runtime.ts'
import type { OpenedSource } from '../platform/platform.ts'
import type { SourceRef } from '../protocol/refs.ts'
import type { CommandContext } from './context.ts'
import { progressBar } from './progressBar.ts'
import { sourceRef } from './sourceRef.ts'
import { STANDARD_INPUT, type StandardInput } from './standardInput.ts'
import { UsageError } from './usage.ts'

/** The word that stands for standard input. */
const DASH = '-'

export const isStandardInput = (word: string): boolean => word === DASH

/**
 * What a PATH names, for commands that go through all of it: standard input is read to its end first.
 * @throws UsageError; EngineError `limit/exceeded`, `sink/*` for standard input
 */
export async function inputSource(
  word: string,
  split: string | undefined,
  context: CommandContext,
): Promise<SourceRef> {
  if (!isStandardInput(word)) return sourceRef(word, split)
  const input = await pipedIn(split, context)
  const bar = progressBar(context.output)
  const started = Date.now()
  try {
    await input.readAll(context.signal, (done) => bar.showBytes('Reading standard input', done, Date.now() - started))
  } finally {
    bar.clear()
  }
  return { kind: 'path', path: input.path, isPassing: true }
}

/**
 * The same for commands that may need only the beginning: text is read as far as it is wanted.
 * @returns with the runtime that opens it
 */
export async function inputStart(
  word: string,
  split: string | undefined,
  format: Format | null,
  context: CommandContext,
): Promise<{ source: SourceRef; runtime: Runtime }> {
  const runtime = context.runtime()
  if (!isStandardInput(word)) return { source: sourceRef(word, split), runtime }
  const input = await pipedIn(split, context)
  const codecs = async () => (await runtime.kernels).codecs()
  const options = { format: format ?? undefined, codecs, signal: context.signal }
  const detection = await detect(STANDARD_INPUT, input.source, options)
  const source: SourceRef = { kind: 'path', path: input.path }
  if (!isTextFormat(detection.format)) {
    await input.readAll(context.signal)
    return { source, runtime }
  }
  const { platform } = runtime
  const openSource: typeof platform.openSource = (ref, signal) =>
    ref.kind === 'path' && ref.path === input.path
      ? Promise.resolve(openedInput(input))
      : platform.openSource(ref, signal)
  return { source, runtime: { ...runtime, platform: { ...platform, openSource } } }
}

/** Standard input as an opened source; the file behind it goes when the command ends. */
export function openedInput({ source }: StandardInput): OpenedSource {
  return { source, name: STANDARD_INPUT, path: null, identity: null, close: async () => {} }
}

/** @throws UsageError for a split, and where a terminal would be waited for */
export async function pipedIn(split: string | undefined, context: CommandContext): Promise<StandardInput> {
  if (split !== undefined) throw new UsageError('--split is for folders')
  const input = await context.standardInput()
  if (input) return input
  throw new UsageError(`'${DASH}' is standard input, and nothing is piped into it`)
}
