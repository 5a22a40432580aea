import { detect as detectFormat } from '../../../core/formats/detect.ts'
import { planSource } from '../../engine/planSource.ts'
import type { SourceRef } from '../../protocol/refs.ts'
import { parseWords } from '../args.ts'
import type { Command } from '../context.ts'
import { isStandardInput, openedInput, pipedIn } from '../inputSource.ts'
import { printResult } from '../output.ts'
import { sourceRef } from '../sourceRef.ts'

/** `packscope detect PATH`: what a file is, by its content first, or what of a folder is one dataset. */
export const detect: Command = async (words, context) => {
  const { output, runtime, signal } = context
  const { values, positionals } = parseWords(words, {}, { command: 'detect', min: 1, max: 1 })
  const running = runtime()
  const { platform, pool, kernels } = running
  const word = positionals[0] ?? ''
  const input = isStandardInput(word) ? await pipedIn(values.split, context) : null
  const ref = input ? null : sourceRef(word, values.split)
  const json = values.json === true
  try {
    const folder = ref && (await platform.listFolder(ref, signal))
    if (ref && folder) {
      const { plan, recipes, first } = await planSource(running, ref, folder, { format: null, options: {} }, signal)
      const isSaved = plan.kind === 'hf_dataset'
      const { format, compression, options } = first.detected
      const result = {
        format: isSaved ? 'hf_dataset' : format,
        compression,
        by: 'directory',
        ...(isSaved ? {} : options),
        files: recipes.length,
        ...(plan.split === null ? {} : { splits: plan.splits, split: plan.split }),
      }
      const lines = [`${result.format}: ${plan.reason}${isSaved ? '' : `; of the first, ${first.reason}`}`]
      if (plan.split !== null) lines.push(`splits: ${plan.splits.join(', ')}`)
      lines.push(...plan.issues.map(({ severity, message }) => `${severity}: ${message}`))
      await printResult(output, json, result, () => `${lines.join('\n')}\n`)
      return 0
    }
    const opened = input ? openedInput(input) : await platform.openSource(ref as SourceRef, signal)
    const codecs = async () => (await kernels).codecs()
    try {
      const { format, compression, by, options, reason, issues } = await detectFormat(opened.name, opened.source, {
        codecs,
        signal,
      })
      const result = { format, compression, by, ...options }
      const untold = issues.filter(({ message }) => !reason.includes(message))
      const lines = [`${format}: ${reason}`, ...untold.map(({ severity, message }) => `${severity}: ${message}`)]
      await printResult(output, json, result, () => `${lines.join('\n')}\n`)
      return 0
    } finally {
      await opened.close()
    }
  } finally {
    pool.close()
  }
}
