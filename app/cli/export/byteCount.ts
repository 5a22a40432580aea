const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
}

/** `500MB`, `1.5 GiB`, `1000` in bytes; null for anything else. */
export function byteCount(text: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text) ?? []
  const factor = Object.hasOwn(UNITS, (unit ?? '-').toLowerCase()) ? UNITS[(unit as string).toLowerCase()] : undefined
  if (number === undefined || factor === undefined) return null
  const bytes = Math.round(Number(number) * factor)
  return Number.isSafeInteger(bytes) ? bytes : null
}
