import { isOnlySpace } from '../syntax/pythonSpace.ts'

/** Characters with a digit's value that are no decimal digits: superscripts, subscripts, circled ones. */
const DIGITS =
  '\\p{Nd}\\xb2\\xb3\\xb9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u2474-\\u247c\\u2488-\\u2490\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788\\u278a-\\u2792'
/** Han characters that stand for numbers. */
const HAN_NUMBERS =
  '\\u3405\\u3483\\u382a\\u3b4d\\u4e00\\u4e03\\u4e07\\u4e09\\u4e24\\u4e5d\\u4e8c\\u4e94\\u4ebf\\u4edf\\u4fe9\\u5006\\u5104\\u5146\\u516b\\u516d\\u5341\\u5343\\u5345\\u534c\\u53c1-\\u53c4\\u56db\\u58f1\\u58f9\\u5e7a\\u5efe\\u5eff\\u5f0c-\\u5f0e\\u5f10\\u62fe\\u634c\\u67d2\\u6d1e\\u6f06\\u7396\\u767e\\u7695\\u842c\\u8086\\u8cb3\\u8cb4\\u8d30\\u920e\\u94a9\\u9646\\u964c\\u9678\\u96f6'

const only = (characters: string) => {
  const pattern = new RegExp(`^[${characters}]+$`, 'u')
  return (text: string) => pattern.test(text)
}
const isUpper = /[\p{Lu}\p{Lt}]/u
const isLower = /\p{Ll}/u

/** `str.isalpha` and its like. Classes are those of the JavaScript engine's Unicode. */
export const STRING_KINDS: Readonly<Record<string, (text: string) => boolean>> = {
  isalpha: only('\\p{L}'),
  isdecimal: only('\\p{Nd}'),
  isdigit: only(DIGITS),
  isnumeric: only(`\\p{N}${HAN_NUMBERS}`),
  isalnum: only(`\\p{L}\\p{N}`),
  isspace: isOnlySpace,
  isascii: (text) => [...text].every((character) => character < '\x80'),
  isprintable: (text) => !/(?! )[\p{C}\p{Z}]/u.test(text),
  isidentifier: (text) => /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u.test(text),
  isupper: (text) => /\p{Lu}/u.test(text) && !/[\p{Ll}\p{Lt}]/u.test(text),
  islower: (text) => isLower.test(text) && !isUpper.test(text),
  istitle: (text) => /[\p{Lu}\p{Lt}]/u.test(text) && titled(text) === text,
}

/** `str.title`: every run of cased letters begins large and goes on small. */
export function titled(text: string): string {
  return text.replace(/\p{Cased}+/gu, capitalized)
}

export function capitalized(text: string): string {
  const first = String.fromCodePoint(...(text === '' ? [] : [text.codePointAt(0) as number]))
  return first.toUpperCase() + text.slice(first.length).toLowerCase()
}

export function swappedCase(text: string): string {
  return text.replace(/\p{Cased}/gu, (letter) => (isLower.test(letter) ? letter.toUpperCase() : letter.toLowerCase()))
}
