import { expect, test } from 'vitest'
import { lineWindow } from './lineWindow.ts'

test('lines on screen and a few beyond', () => {
  expect(lineWindow(0, 240, 24, 100_000)).toEqual({ first: 0, end: 16 })
  expect(lineWindow(24_000, 240, 24, 100_000)).toEqual({ first: 994, end: 1016 })
  expect(lineWindow(2_399_760, 240, 24, 100_000)).toEqual({ first: 99_984, end: 100_000 })
})

test('short lists are whole, and a list that became shorter has lines again', () => {
  expect(lineWindow(0, 240, 24, 3)).toEqual({ first: 0, end: 3 })
  expect(lineWindow(5000, 240, 24, 3)).toEqual({ first: 3, end: 3 })
  expect(lineWindow(0, 240, 24, 0)).toEqual({ first: 0, end: 0 })
})
