import { detect as detectFormat } from '../../../core/formats/detect.ts'
import { parseWords } from '../args.ts'
import type { Command } from '../context.ts'
import { printResult } from '../output.ts'
import { sourceRef } from '../sourceRef.ts'

/** `packscope detect PATH`: what a file is, by its content first. */
export const detect: Command = async (words, { output, runtime, signal }) => {
  const { values, positionals } = parseWords(words, {}, { command: 'detect', min: 1, max: 1 })
  const { platform, pool, kernels } = runtime()
  const opened = await platform.openSource(sourceRef(positionals[0] ?? ''), signal)
  const codecs = async () => (await kernels).codecs()
  try {
    const { format, compression, by, options, reason } = await detectFormat(opened.name, opened.source, {
      codecs,
      signal,
    })
    const result = { format, compression, by, ...options }
    await printResult(output, values.json === true, result, () => `${format}: ${reason}\n`)
    return 0
  } finally {
    await opened.close()
    pool.close()
  }
}
