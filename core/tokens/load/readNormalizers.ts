import type { Normalizer } from '../normalize/normalizers.ts'
import { codePoints } from '../normalize/pieceNormalizer.ts'
import { asObject, asText, corrupt, type JsonObject, partsOf, typeOf, unsupported } from './jsonParts.ts'

/** Characters that a normalizer may put into text at one place. */
const MAX_CONTENT = 64

/** @throws EngineError `format/unsupported` with the normalizer that is not read */
export function readNormalizers(value: unknown): Normalizer[] {
  return partsOf(value, 'normalizer', 'normalizers').map(readNormalizer)
}

function readNormalizer(part: JsonObject): Normalizer {
  const type = typeOf(part, 'normalizer')
  switch (type) {
    case 'NFC':
      return { kind: 'nfc' }
    case 'NFD':
      return { kind: 'nfd' }
    case 'Prepend':
      return { kind: 'prepend', text: shortText(part.prepend, 'normalizer Prepend') }
    case 'Replace': {
      const pattern = asObject(part.pattern, 'normalizer Replace.pattern')
      if (!('String' in pattern)) throw unsupported('normalizer Replace of a regular expression', 'normalizer Replace')
      const text = shortText(pattern.String, 'normalizer Replace')
      if (text.length === 0) throw corrupt('normalizer Replace of nothing', 'normalizer Replace')
      return { kind: 'replace', pattern: text, text: shortText(part.content, 'normalizer Replace') }
    }
    default:
      throw unsupported(`normalizer ${type}`, `normalizer ${type}`)
  }
}

function shortText(value: unknown, where: string): number[] {
  const text = asText(value, where)
  if (text.length > MAX_CONTENT) throw unsupported(`${where} of ${text.length} characters`, where)
  return codePoints(text)
}

/** Whether normalized text never holds `text`: it is replaced by what does not hold any of it, and not put there again. */
export function leavesNone(normalizers: readonly Normalizer[], text: readonly number[]): boolean {
  const at = normalizers.findIndex(
    (step) => step.kind === 'replace' && step.pattern.length === 1 && text.length === 1 && step.pattern[0] === text[0],
  )
  if (at < 0) return false
  return normalizers
    .slice(at)
    .every((step) => (step.kind === 'replace' || step.kind === 'prepend') && !step.text.includes(text[0]!))
}
