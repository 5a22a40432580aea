/** A moment by the clock on the wall. */
export interface Moment {
  year: number
  /** 1 to 12. */
  month: number
  /** 1 to 31. */
  day: number
  hour: number
  minute: number
  second: number
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const DAY_MS = 86_400_000

/** `datetime.strftime` in the C locale, as on Linux: `-` takes the padding off. Unknown directives stay as they are. */
export function strftime(format: string, moment: Moment): string {
  return format.replace(/%([-_0^]?)([A-Za-z%])/g, (whole, flag: string, directive: string) => {
    const field = fieldOf(directive, moment)
    if (field === null) return whole
    const { text, width, pad } = field
    if (flag === '^') return text.padStart(width, pad).toUpperCase()
    if (flag === '-') return text
    return text.padStart(width, flag === '_' ? ' ' : flag === '0' ? '0' : pad)
  })
}

interface FieldText {
  text: string
  width: number
  pad: string
}

function fieldOf(directive: string, moment: Moment): FieldText | null {
  const { year, month, day, hour, minute, second } = moment
  const days = Date.UTC(year, month - 1, day) / DAY_MS
  const yearDay = days - Date.UTC(year, 0, 1) / DAY_MS
  const weekDay = new Date(days * DAY_MS).getUTCDay()
  const number = (value: number, width: number, pad = '0'): FieldText => ({ text: String(value), width, pad })
  const text = (value: string): FieldText => ({ text: value, width: 0, pad: ' ' })
  const whole = (inner: string) => text(strftime(inner, moment))
  switch (directive) {
    case 'Y':
      return number(year, 0)
    case 'y':
      return number(year % 100, 2)
    case 'C':
      return number(Math.floor(year / 100), 2)
    case 'm':
      return number(month, 2)
    case 'd':
      return number(day, 2)
    case 'e':
      return number(day, 2, ' ')
    case 'H':
      return number(hour, 2)
    case 'k':
      return number(hour, 2, ' ')
    case 'I':
      return number(hour % 12 || 12, 2)
    case 'l':
      return number(hour % 12 || 12, 2, ' ')
    case 'M':
      return number(minute, 2)
    case 'S':
      return number(second, 2)
    case 'f':
      return number(0, 6)
    case 'j':
      return number(yearDay + 1, 3)
    case 'w':
      return number(weekDay, 0)
    case 'u':
      return number(weekDay || 7, 0)
    case 'U':
      return number(Math.floor((yearDay + 7 - weekDay) / 7), 2)
    case 'W':
      return number(Math.floor((yearDay + 7 - ((weekDay + 6) % 7)) / 7), 2)
    case 'B':
      return text(MONTHS[month - 1] as string)
    case 'b':
    case 'h':
      return text((MONTHS[month - 1] as string).slice(0, 3))
    case 'A':
      return text(DAYS[weekDay] as string)
    case 'a':
      return text((DAYS[weekDay] as string).slice(0, 3))
    case 'p':
      return text(hour < 12 ? 'AM' : 'PM')
    case 'P':
      return text(hour < 12 ? 'am' : 'pm')
    case 'z':
    case 'Z':
      return text('')
    case 'n':
      return text('\n')
    case 't':
      return text('\t')
    case '%':
      return text('%')
    case 'D':
    case 'x':
      return whole('%m/%d/%y')
    case 'F':
      return whole('%Y-%m-%d')
    case 'T':
    case 'X':
      return whole('%H:%M:%S')
    case 'R':
      return whole('%H:%M')
    case 'r':
      return whole('%I:%M:%S %p')
    case 'c':
      return whole('%a %b %e %H:%M:%S %Y')
    default:
      return null
  }
}
