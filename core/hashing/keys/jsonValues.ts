import { byCodePoint } from './codePointOrder.ts'

/** JSON with its numbers told apart as Python tells them: those without fraction and exponent are whole, of any size. */
export type JsonValue =
  | null
  | boolean
  | string
  | { integer: string }
  | { float: number }
  | { list: JsonValue[] }
  /** Names in the order they first stand; of equal ones the last value counts, as in Python. */
  | { members: Map<string, JsonValue> }

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\]|\\.)*"/sy

/** Reads JSON text that a reader has checked already: whole, valid, and nested no deeper than its limit. */
export function readJsonValue(text: string): JsonValue {
  let at = 0
  const token = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const after = (mark: string): boolean => {
    token(SPACE)
    if (text[at] !== mark) return false
    at++
    return true
  }
  const value = (): JsonValue => {
    token(SPACE)
    switch (text[at]) {
      case '{': {
        const members = new Map<string, JsonValue>()
        at++
        while (!after('}') && at < text.length) {
          after(',')
          token(SPACE)
          const name = JSON.parse(token(STRING)) as string
          after(':')
          members.set(name, value())
        }
        return { members }
      }
      case '[': {
        const list: JsonValue[] = []
        at++
        while (!after(']') && at < text.length) {
          after(',')
          list.push(value())
        }
        return { list }
      }
      case '"':
        return JSON.parse(token(STRING)) as string
      case 't':
        at += 4
        return true
      case 'f':
        at += 5
        return false
      case 'n':
        at += 4
        return null
      default:
        return number(token(NUMBER))
    }
  }
  return value()
}

function number(text: string): JsonValue {
  if (/[.eE]/.test(text)) return { float: Number(text) }
  return { integer: text === '-0' ? '0' : text } // a whole number has no negative zero in Python
}

/** The members of an object, names sorted by code point. */
export function sortedMembers(members: ReadonlyMap<string, JsonValue>): [string, JsonValue][] {
  return [...members].sort(([a], [b]) => byCodePoint(a, b))
}
