import { describe, expect, it } from 'vitest'
import { createSessions } from './sessions.ts'

describe('createSessions', () => {
  it('spends a token when the cookie it bought comes back, not before', () => {
    const sessions = createSessions()
    const token = sessions.token()
    expect(sessions.redeem(token)).not.toBeNull()
    const cookie = sessions.redeem(token) ?? ''
    expect(sessions.token()).toBe(token)
    expect(sessions.wasSpent(token)).toBe(false)
    expect(sessions.accepts(cookie)).toBe(true)
    expect(sessions.accepts(cookie)).toBe(true)
    expect(sessions.wasSpent(token)).toBe(true)
    expect(sessions.redeem(token)).toBeNull()
  })

  it('drops the other cookies a token bought once one of them is used', () => {
    const sessions = createSessions()
    const first = sessions.redeem(sessions.token()) ?? ''
    const second = sessions.redeem(sessions.token()) ?? ''
    expect(first).not.toBe(second)
    expect(sessions.accepts(second)).toBe(true)
    expect(sessions.accepts(first)).toBe(false)
  })

  it('makes a new token after that, for another browser', () => {
    const sessions = createSessions()
    const token = sessions.token()
    const cookie = sessions.redeem(token) ?? ''
    sessions.accepts(cookie)
    const next = sessions.token()
    expect(next).not.toBe(token)
    const other = sessions.redeem(next) ?? ''
    expect(sessions.accepts(other)).toBe(true)
    expect(sessions.accepts(cookie)).toBe(true)
  })

  it('accepts nothing it did not make', () => {
    const sessions = createSessions()
    for (const value of ['', 'x', '__proto__', sessions.token()]) expect(sessions.accepts(value)).toBe(false)
    for (const value of ['', 'x', `${sessions.token()}x`]) expect(sessions.redeem(value)).toBeNull()
    expect(sessions.wasSpent('')).toBe(false)
  })
})
