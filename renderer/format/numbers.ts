const NBSP = '\u00a0'
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `9,812,440`. */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** `1 row`, `2 rows`, with grouped digits. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Three significant digits in decimal steps: `412`, `62.1 k`, `9.81 M`, `4.87 B`. Exact below 10,000. */
export function formatCompact(count: number): string {
  return Math.abs(count) < 10_000 ? formatCount(count) : scaled(count, 1000, ['', 'k', 'M', 'B', 'T'])
}

/** Decimal bytes: `18.7 GB`. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB', 'PB'])
}

function scaled(value: number, step: number, units: readonly string[]): string {
  let unit = 0
  let rest = value
  // 999.5 would print as 1000: step up as soon as rounding reaches the step.
  while (unit < units.length - 1 && Math.abs(rest) >= step - 0.5) {
    rest /= step
    unit++
  }
  const digits = unit === 0 || Math.abs(rest) >= 99.95 ? 0 : Math.abs(rest) >= 9.995 ? 1 : 2
  return [rest.toFixed(digits), units[unit]].filter(Boolean).join(NBSP)
}

/**
 * `98.71 %` of a share 0..1. Never rounds something short of everything up to 100, nor something above nothing
 * down to 0.
 */
export function formatPercent(share: number, digits = 2): string {
  const unit = 10 ** -digits
  let percent = Number((share * 100).toFixed(digits))
  if (share < 1 && percent >= 100) percent = 100 - unit
  if (share > 0 && percent <= 0) return `<${NBSP}${unit.toFixed(digits)}${NBSP}%`
  return `${percent.toFixed(digits)}${NBSP}%`
}

/** Rough length of time for people: `0.4 s`, `6 s`, `1 min 20 s`, `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 0.95) return `${Math.max(0.1, seconds).toFixed(1)}${NBSP}s`
  const rounded = Math.round(seconds)
  if (rounded < 60) return `${rounded}${NBSP}s`
  const minutes = Math.floor(rounded / 60)
  if (minutes < 60) return join(minutes, 'min', rounded % 60, 's')
  return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const head = `${large}${NBSP}${largeUnit}`
  return small === 0 ? head : `${head} ${small}${NBSP}${smallUnit}`
}
