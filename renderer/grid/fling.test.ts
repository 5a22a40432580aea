import { describe, expect, it } from 'vitest'
import { addSample, atRest, flingStep, liftSpeed, type TouchSample } from './fling.ts'

const drag = (...samples: [t: number, y: number][]): TouchSample[] =>
  samples.reduce<TouchSample[]>((all, [t, y]) => addSample(all, { t, x: 0, y }), [])

describe('fling', () => {
  it('has the speed of the last moments', () => {
    expect(liftSpeed(drag([0, 0], [500, 0], [520, 40], [540, 80]), 545)).toEqual({ x: 0, y: 80 / 40 })
  })

  it.each([
    ['no samples', drag(), 10],
    ['one sample', drag([0, 5]), 10],
    ['a finger that rested before lifting', drag([0, 0], [20, 90]), 400],
  ])('is still with %s', (_, samples, t) => {
    expect(atRest(liftSpeed(samples, t))).toBe(true)
  })

  it('travels as far in many steps as in one', () => {
    let speed = { x: 0, y: 3 }
    let travelled = 0
    for (let i = 0; i < 100; i++) {
      const step = flingStep(speed, 10)
      travelled += step.dy
      speed = step.speed
    }
    expect(travelled).toBeCloseTo(flingStep({ x: 0, y: 3 }, 1_000).dy, 6)
  })

  it('comes to rest', () => {
    expect(atRest(flingStep({ x: 4, y: -4 }, 3_000).speed)).toBe(true)
  })
})
