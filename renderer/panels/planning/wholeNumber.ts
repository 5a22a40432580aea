/** Whole numbers are typed with or without separators of thousands; seeds may be as large as numbers are exact. */
const MOST_DIGITS = 16

/** `4096`, `4,096` or `4_096` within `[least, most]`; null for anything else. */
export function wholeNumber(text: string, least: number, most: number): number | null {
  const digits = text.trim().replace(/[,_\s]/g, '')
  const value = new RegExp(`^\\d{1,${MOST_DIGITS}}$`).test(digits) ? Number(digits) : Number.NaN
  return value >= least && value <= most ? value : null
}

/** `sequence_len is a whole number from 1 to 2,147,483,647`. */
export function wholeNumberRule(name: string, least: number, most: number): string {
  return `${name} is a whole number from ${least} to ${most.toLocaleString('en-US')}`
}
