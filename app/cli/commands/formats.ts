import { supportedFormats } from '../../../core/formats/supportedFormats.ts'
import { parseWords } from '../args.ts'
import type { Command } from '../context.ts'
import { printResult } from '../output.ts'

/** `packscope formats`: the names this build reads, in fast-axolotl's order. */
export const formats: Command = async (words, { output }) => {
  const { values } = parseWords(words, {}, { command: 'formats', min: 0, max: 0 })
  await printResult(output, values.json === true, supportedFormats, () => `${supportedFormats.join('\n')}\n`)
  return 0
}
