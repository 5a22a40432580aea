import { PyFloat } from '../chatTemplate.ts'
import { binary } from '../values/arithmetic.ts'
import { equals, numberOf, order } from '../values/compare.ts'
import { contains } from '../values/contains.ts'
import { textOf } from '../values/text.ts'
import {
  fail,
  isDict,
  isInteger,
  isList,
  PyFunction,
  PyIterator,
  PyRange,
  PyTuple,
  PyView,
  Undefined,
  type Value,
} from '../values/value.ts'

export type Test = (value: Value, args: readonly Value[]) => boolean

const argument = (args: readonly Value[]): Value => {
  const [right] = args
  return right === undefined ? fail('TypeError', 'a test misses its argument') : right
}
const compared = (op: '<' | '<=' | '>' | '>=', fits: (order: number) => boolean): Test => {
  return (value, args) => fits(order(value, argument(args), op))
}
const isSequence = (value: Value) =>
  typeof value === 'string' ||
  isList(value) ||
  isDict(value) ||
  value instanceof PyTuple ||
  value instanceof PyRange ||
  value instanceof Undefined
const isIterable = (value: Value) => isSequence(value) || value instanceof PyIterator || value instanceof PyView

const equal: Test = (value, args) => equals(value, argument(args))
const unequal: Test = (value, args) => !equals(value, argument(args))
const less = compared('<', (order) => order < 0)
const atMost = compared('<=', (order) => order <= 0)
const greater = compared('>', (order) => order > 0)
const atLeast = compared('>=', (order) => order >= 0)
const spelled = (test: (text: string) => boolean): Test => {
  return (value) => test(textOf(value))
}

/** Tests by the names they have behind `is`, and as an argument of `select` and its like. */
export const TESTS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['odd', (value) => equals(binary('%', value, 2), 1)],
  ['even', (value) => equals(binary('%', value, 2), 0)],
  ['divisibleby', (value, args) => equals(binary('%', value, argument(args)), 0)],
  ['defined', (value) => !(value instanceof Undefined)],
  ['undefined', (value) => value instanceof Undefined],
  ['none', (value) => value === null],
  ['boolean', (value) => typeof value === 'boolean'],
  ['true', (value) => value === true],
  ['false', (value) => value === false],
  ['integer', (value) => isInteger(value)],
  ['float', (value) => value instanceof PyFloat],
  ['number', (value) => numberOf(value) !== null],
  ['string', (value) => typeof value === 'string'],
  ['mapping', (value) => isDict(value)],
  ['sequence', isSequence],
  ['iterable', isIterable],
  ['callable', (value) => value instanceof PyFunction || value instanceof Undefined],
  ['lower', spelled((text) => /\p{Ll}/u.test(text) && !/[\p{Lu}\p{Lt}]/u.test(text))],
  ['upper', spelled((text) => /\p{Lu}/u.test(text) && !/[\p{Ll}\p{Lt}]/u.test(text))],
  ['sameas', (value, args) => value === argument(args)],
  ['escaped', () => false],
  ['in', (value, args) => contains(argument(args), value)],
  ['eq', equal],
  ['equalto', equal],
  ['==', equal],
  ['ne', unequal],
  ['!=', unequal],
  ['lt', less],
  ['lessthan', less],
  ['<', less],
  ['le', atMost],
  ['<=', atMost],
  ['gt', greater],
  ['greaterthan', greater],
  ['>', greater],
  ['ge', atLeast],
  ['>=', atLeast],
])
