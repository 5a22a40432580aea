import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_JSON_DEPTH } from '../records/limits.ts'
import { BadJson } from './badJson.ts'
import { JsonCursor } from './jsonCursor.ts'
import { textOf } from './jsonText.ts'

const encoder = new TextEncoder()

/** Why the text is not JSON; null when it is. The bytes around it must not matter. */
function problem(text: string): string | null {
  const bytes = encoder.encode(`7"]}${text}\\"]}1`)
  const cursor = new JsonCursor()
  cursor.reset(bytes, 4, bytes.length - 5)
  try {
    cursor.skipValue()
    if (cursor.peek() >= 0) cursor.fail('something behind the value')
    return null
  } catch (error) {
    if (error instanceof BadJson) return `${error.kind}: ${error.reason} at ${error.at - 4}`
    throw error
  }
}

function platformAccepts(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text)
}

const anyJson = fc.json({ depthSize: 'small', noUnicodeString: false })

describe('JsonCursor', () => {
  it('accepts what JSON.parse accepts', () => {
    fc.assert(
      fc.property(anyJson, (text) => {
        expect(problem(text)).toBeNull()
      }),
    )
  })

  it('accepts a damaged text exactly when JSON.parse does', () => {
    const alphabet = [
      ...'{}[]",:\\u0e1-+.tfn \t\u0001é',
      'true',
      'null',
      '\\n',
      '\\ud800',
      '\\u00e9',
      '1e5',
      '-0',
      '""',
    ]
    const damage = fc.record({
      at: fc.nat(),
      remove: fc.nat(2),
      insert: fc.array(fc.constantFrom(...alphabet), { maxLength: 2 }),
    })
    fc.assert(
      fc.property(anyJson, fc.array(damage, { minLength: 1, maxLength: 2 }), (text, damages) => {
        let damaged = text
        for (const { at, remove, insert } of damages) {
          const from = at % (damaged.length + 1)
          damaged = damaged.slice(0, from) + insert.join('') + damaged.slice(from + remove)
        }
        if (hasLoneSurrogate(damaged)) return
        expect(problem(damaged) === null).toBe(platformAccepts(damaged))
      }),
      { numRuns: 4000 },
    )
  })

  it('accepts a text of JSON letters exactly when JSON.parse does', () => {
    const letters = fc.array(fc.constantFrom(...'{}[]",:\\01-.eE+tu n'), { maxLength: 9 }).map((all) => all.join(''))
    fc.assert(
      fc.property(letters, (text) => {
        expect(problem(text) === null).toBe(platformAccepts(text))
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['', 'syntax: the line ends too early at 0'],
    ['{"a":1', 'syntax: the line ends too early at 6'],
    ['"abc', 'syntax: the line ends too early at 4'],
    ['[1,]', 'syntax: a value is expected at 3'],
    ['{a:1}', 'syntax: a key in double quotes is expected at 1'],
    ['{"a" 1}', 'syntax: a colon is expected after the key at 5'],
    ['[1 2]', 'syntax: a comma or ] is expected at 3'],
    ['{"a":1]', 'syntax: a comma or } is expected at 6'],
    ['"a\tb"', 'syntax: control characters in strings must be escaped at 2'],
    ['"\\x"', 'syntax: unknown escape at 1'],
    ['"\\u12g4"', 'syntax: four hexadecimal digits are expected after \\u at 1'],
    ['01', 'syntax: a value is expected at 1'],
    ['1.', 'syntax: the line ends too early at 2'],
    ['-x', 'syntax: a value is expected at 1'],
    ['nul', 'syntax: a value is expected at 0'],
    ['1 1', 'syntax: something behind the value at 2'],
  ])('says what is wrong with %j', (text, expected) => {
    expect(problem(text)).toBe(expected)
  })

  it.each(['NaN', 'Infinity', '-Infinity', '[NaN, 1]'])('takes %s, as Python writes it, and says so', (text) => {
    const cursor = new JsonCursor()
    const bytes = encoder.encode(text)
    cursor.reset(bytes, 0, bytes.length)
    cursor.skipValue()
    expect(cursor.notFiniteAt).toBe(text.startsWith('[') ? 1 : 0)
  })
  it.each(['nan', '-NaN', 'Infinit', '+Infinity', '+1'])('does not take %s', (text) => {
    expect(problem(text)).not.toBeNull()
  })

  it('goes as deep as the limit without using the stack, and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(problem(nested(MAX_JSON_DEPTH))).toBeNull()
    expect(problem(nested(MAX_JSON_DEPTH + 2))).toMatch(/^too-deep/)
    expect(problem('{"a":'.repeat(MAX_JSON_DEPTH + 2))).toMatch(/^too-deep/)
  })

  it('finds malformed UTF-8 in strings', () => {
    const cursor = new JsonCursor()
    cursor.reset(Uint8Array.of(0x22, 0x41, 0xff, 0x22), 0, 4)
    expect(() => cursor.skipValue()).toThrow(expect.objectContaining({ kind: 'invalid-utf8', at: 2 }))
  })
})

describe('the text of a string', () => {
  it('is what JSON.parse gives, lone surrogates as U+FFFD', () => {
    const units = fc.array(
      fc.constantFrom('\\ud83d', '\\ude00', '\\u00E9', '\\n', '\\"', '\\\\', '\\/', 'é', '😀', 'x', '\\u0000'),
    )
    fc.assert(
      fc.property(units, (all) => {
        const json = `"${all.join('')}"`
        const bytes = encoder.encode(json)
        const cursor = new JsonCursor()
        cursor.reset(bytes, 0, bytes.length)
        cursor.readString()
        const platform = JSON.parse(json) as string
        expect(textOf(bytes, cursor.textStart, cursor.textEnd, cursor.escaped)).toBe(
          platform.replace(/\p{Surrogate}/gu, '\ufffd'),
        )
        expect(cursor.loneSurrogateAt >= 0).toBe(hasLoneSurrogate(platform))
      }),
    )
  })
})
