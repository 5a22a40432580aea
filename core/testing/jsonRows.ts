import fc from 'fast-check'

/** Numbers as texts: easy ones, hard ones and some that are none. */
export const numberTexts: readonly string[] = [
  '0',
  '-0',
  '1',
  '-1',
  '7',
  '42',
  '12345678',
  '123456789',
  '99999999',
  '100000000',
  '123456789012345',
  '1234567890123456',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '-9223372036854775809',
  '18446744073709551615',
  '18446744073709551616',
  '99999999999999999999',
  '123456789012345678901234567890',
  '0.0',
  '-0.0',
  '0.1',
  '0.5',
  '1.0',
  '1.5',
  '3.14159',
  '0.1e1',
  '1e5',
  '1E+5',
  '1e-5',
  '-2.5e-3',
  '1e22',
  '1e23',
  '1e308',
  '1e309',
  '1e999',
  '-1e999',
  '1e-323',
  '5e-324',
  '2e-324',
  '1e-400',
  '0e999',
  '-0e5',
  '0.30000000000000004',
  '0.1234567890123456',
  '0.12345678901234567',
  '0.123456789012345678',
  '0.1234567890123456789',
  '0.12345678901234567890',
  '8.41e21',
  '9007199254740993.0',
  '9007199254740992.5',
  '2.2250738585072011e-308',
  '1.7976931348623157e308',
  '1.7976931348623159e308',
  '123456789.123456789',
  '4.35',
  '1.00000000000000011102230246251565',
  '7.2057594037927933e16',
  '6.9294956446009195e15',
  '1448997445238699',
  '10000000000000000000',
  '0.000000000000000000001',
  '00',
  '01',
  '-',
  '1.',
  '.5',
  '1e',
  '1e+',
  '+1',
  '0x1',
  'NaN',
  'Infinity',
  '-Infinity',
  '-NaN',
  '1.5.5',
  '1-',
  '--1',
]

/** Strings as texts, their quotes included: plain, escaped, and some that are none. */
export const stringTexts: readonly string[] = [
  '""',
  '"a"',
  '"user"',
  '"assistant"',
  '"hello, world"',
  '"exactly sixteen."',
  '"fifteen bytes.."',
  '"é"',
  '"日本語"',
  '"\u{1f600}"',
  '"line\\nbreak"',
  '"\\"quoted\\""',
  '"\\\\"',
  '"\\/\\b\\f\\n\\r\\t"',
  '"\\u0041"',
  '"\\u00e9"',
  '"\\u20ac"',
  '"\\uD83D\\uDE00"',
  '"\\ud83d"',
  '"\\ude00"',
  '"\\ud83d\\u0041"',
  '"\\ud83dx"',
  '"\\u12"',
  '"\\uzzzz"',
  '"\\x41"',
  '"\\u0000"',
  '"tab\there"',
  '"nul\u0000"',
  '"open',
  '"{\\"a\\":1}"',
  '"[1,2"',
  '"\\ud83d\\ud83d"',
  `"${'long text without anything special in it, '.repeat(6)}"`,
  `"${'lines of text\\n with \\"quotes\\" and ünïcödé '.repeat(4)}"`,
]

const spaces = fc.constantFrom('', '', '', '', ' ', ' ', '\t', '  ', '\r', '         ')
const key = fc.constantFrom(
  'a',
  'b',
  'c',
  'id',
  'messages',
  'role',
  'content',
  'a key of some length',
  'exactly15bytes!',
)
const oddKey = fc.constantFrom('"\\u0061"', '"é"', '"q\\"q"', '"__proto__"', '""', '"toString"')
const scalar = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...numberTexts) },
  { weight: 4, arbitrary: fc.constantFrom(...stringTexts) },
  { weight: 2, arbitrary: fc.integer().map(String) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 3, arbitrary: fc.constantFrom('null', 'true', 'false') },
  { weight: 1, arbitrary: fc.constantFrom('nul', 'True', 'nulls', 'falsy', '') },
)

function members(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const name = fc.oneof({ weight: 12, arbitrary: key.map((text) => `"${text}"`) }, { weight: 1, arbitrary: oddKey })
  const member = fc
    .tuple(spaces, name, spaces, spaces, value, spaces)
    .map(([s1, k, s2, s3, v, s4]) => `${s1}${k}${s2}:${s3}${v}${s4}`)
  return fc.array(member, { maxLength: 4 }).map((all) => `{${all.join(',')}}`)
}

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    members(tie('value')),
    fc
      .array(fc.tuple(spaces, tie('value'), spaces), { maxLength: 4 })
      .map((items) => `[${items.map((parts) => parts.join('')).join(',')}]`),
    fc.array(fc.nat(200_000), { maxLength: 8 }).map((items) => `[${items.join(', ')}]`),
  ),
}))

/** The text of any JSON value, mostly well-formed. */
export const jsonValueText: fc.Arbitrary<string> = value

/** A line that is mostly an object. */
export const jsonLine: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(spaces, members(value), spaces).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: value },
)

/** Lines alike, as datasets have them: one shape, with values that mostly fit it, some keys left out. */
export const likeLines: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(', ', ','),
    fc.constantFrom(': ', ':'),
    fc.array(
      fc.record({
        id: fc.oneof(
          { weight: 9, arbitrary: fc.nat().map(String) },
          { weight: 1, arbitrary: fc.constantFrom(...numberTexts.slice(0, 24)) },
        ),
        score: fc.oneof(
          { weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
          { weight: 1, arbitrary: fc.constantFrom(...numberTexts) },
        ),
        role: fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom(...stringTexts.slice(0, 18)) },
          { weight: 1, arbitrary: fc.constantFrom(...stringTexts) },
        ),
        ids: fc.array(fc.nat(200_000), { maxLength: 12 }),
        ok: fc.constantFrom('true', 'false', 'null'),
        left: fc.nat(30),
        odd: fc.option(scalar, { freq: 20 }),
      }),
      { maxLength: 30 },
    ),
  )
  .map(([comma, colon, rows]) =>
    rows
      .map(({ id, score, role, ids, ok, left, odd }) => {
        const messages = `[{"role"${colon}"user"${comma}"content"${colon}${role}}${comma}{"role"${colon}null}]`
        const all = [
          ['id', odd ?? id],
          ['messages', messages],
          ['score', score],
          ['ids', `[${ids.join(comma)}]`],
          ['ok', ok],
        ].filter((_, i) => i !== left)
        return `{${all.map(([name, text]) => `"${name}"${colon}${text}`).join(comma)}}`
      })
      .join('\n'),
  )
