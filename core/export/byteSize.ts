const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}

/** `500 MB`, `1.5GB`, `64 MiB` or plain bytes, as `datasets` reads sizes; null for anything else, and for less than a byte. */
export function bytesOfText(text: string): number | null {
  const found = /^([\d,_]*\.?\d+)\s*([a-z]*)$/i.exec(text.trim())
  if (!found) return null
  const [, digits = '', unit = ''] = found
  const factor = UNITS[unit.toLowerCase()]
  if (factor === undefined) return null
  const bytes = Math.floor(Number(digits.replaceAll(/[,_]/g, '')) * factor)
  return Number.isSafeInteger(bytes) && bytes >= 1 ? bytes : null
}

const STEPS = ['TB', 'GB', 'MB', 'kB'] as const

/** The same without a fraction, as the command line takes it: `500MB`; bytes where no unit fits. */
export function sizeWord(bytes: number): string {
  const unit = STEPS.find((step) => bytes % (UNITS[step.toLowerCase()] as number) === 0)
  return unit ? `${bytes / (UNITS[unit.toLowerCase()] as number)}${unit}` : String(bytes)
}
