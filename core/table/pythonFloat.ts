/**
 * A double as Python's `repr` writes it: the fewest digits that give it back, the exponent form below 1e-4 and from
 * 1e16 on with a sign and at least two digits, `.0` behind whole numbers.
 * @param names how the values that are no numbers are called: `nan`, `inf` in Python, `NaN`, `Infinity` in its JSON
 */
export function pythonFloat(value: number, names: { nan: string; infinity: string }): string {
  if (Number.isNaN(value)) return names.nan
  if (!Number.isFinite(value)) return value < 0 ? `-${names.infinity}` : names.infinity
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const sign = value < 0 ? '-' : ''
  const [mantissa = '', power = ''] = Math.abs(value).toExponential().split('e')
  const exponent = Number(power)
  const digits = mantissa.replace('.', '')
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
    const size = String(Math.abs(exponent)).padStart(2, '0')
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

export const JSON_NAMES = { nan: 'NaN', infinity: 'Infinity' }
export const PYTHON_NAMES = { nan: 'nan', infinity: 'inf' }
