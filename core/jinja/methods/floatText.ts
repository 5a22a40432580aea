/** `'%.*f'`, exact and half to even. @param x finite or not, not negative */
export function fixed(x: number, places: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'nan' : 'inf'
  const digits = String(scaled(x, places)).padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** `x * 10 ** places`, rounded half to even, from the exact value of the double. */
function scaled(x: number, places: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, x)
  const raw = bits.getBigUint64(0)
  const exponent = Number((raw >> 52n) & 0x7ffn)
  const fraction = raw & 0xfffffffffffffn
  const mantissa = exponent === 0 ? fraction : fraction | 0x10000000000000n
  const shift = Math.max(exponent, 1) - 1075
  const product = mantissa * 10n ** BigInt(places)
  if (shift >= 0) return product << BigInt(shift)
  const quotient = product >> BigInt(-shift)
  const rest = product - (quotient << BigInt(-shift))
  const half = 1n << BigInt(-shift - 1)
  return rest > half || (rest === half && quotient % 2n === 1n) ? quotient + 1n : quotient
}

/** `'%.*e'`. */
export function exponential(x: number, places: number): string {
  if (!Number.isFinite(x)) return fixed(x, 0)
  return x.toExponential(Math.min(places, 100)).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** `'%.*g'`. @param keepZeros as `#` asks */
export function general(x: number, places: number, keepZeros: boolean): string {
  if (!Number.isFinite(x)) return fixed(x, 0)
  const digits = Math.max(1, places)
  const written = exponential(x, digits - 1)
  const exponent = Number(written.slice(written.indexOf('e') + 1))
  const isFixed = exponent >= -4 && exponent < digits
  const text = isFixed ? fixed(x, digits - 1 - exponent) : written
  if (keepZeros || !text.includes('.')) return text
  return text.replace(/\.?0+(?=e|$)/, '')
}
