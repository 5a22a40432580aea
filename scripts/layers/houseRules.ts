import { isTestFile, type SourceFile } from './sourceFiles.ts'

const MAX_LINES = 400
/** Rooms without a purpose in their name. */
const PURPOSELESS = /(^|\/)(utils?|helpers?|common|misc|managers?)(\/|\.|$)/i
const BARREL = /(^|\/)index\.tsx?$/

/** What is wrong with a file by its name or size, as sentences. */
export function houseRuleViolations({ path, text }: SourceFile): string[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return [
    ...(lines > MAX_LINES && !isTestFile(path) ? [`${path}: ${lines} lines, more than ${MAX_LINES}`] : []),
    ...(PURPOSELESS.test(path) ? [`${path}: a name that says no purpose`] : []),
    ...(BARREL.test(path) ? [`${path}: a barrel hides who imports whom`] : []),
  ]
}
