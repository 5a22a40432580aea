import { describe, expect, it } from 'vitest'
import { createOpenRequests } from './openRequests.ts'

describe('createOpenRequests', () => {
  it('keeps paths until the page asks, then tells it at once', () => {
    const told: string[][] = []
    const requests = createOpenRequests(['/a'], (paths) => told.push(paths))
    requests.add(['/b'])
    expect(told).toEqual([])
    expect(requests.take()).toEqual(['/a', '/b'])
    expect(requests.take()).toEqual([])
    requests.add(['/c', '/d'])
    requests.add([])
    expect(told).toEqual([['/c', '/d']])
  })

  it('keeps them again while the page is loaded anew', () => {
    const told: string[][] = []
    const requests = createOpenRequests([], (paths) => told.push(paths))
    requests.take()
    requests.pageLoads()
    requests.add(['/a'])
    expect(told).toEqual([])
    expect(requests.take()).toEqual(['/a'])
  })
})
