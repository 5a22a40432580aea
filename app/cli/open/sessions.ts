import { randomBytes } from 'node:crypto'

/**
 * Who may talk to the local server. A token stands in a link, where other programs may see it (process list, history),
 * so it works once: it buys a cookie, and is spent when that cookie first comes back. A request that does not keep
 * cookies (a link preview, a probe) therefore spends nothing, and once the page runs the link is worthless.
 */
export interface Sessions {
  /** The token of the current link; a new one where the last was spent. */
  token(): string
  /** A cookie value for an unspent token, else null. */
  redeem(token: string): string | null
  /** Whether a cookie value is one of ours; its token is spent by this. */
  accepts(cookie: string): boolean
  /** Whether this was a token of ours that is spent by now. */
  wasSpent(token: string): boolean
}

export function createSessions(): Sessions {
  const spent = new Set<string>()
  /** Cookies bought and not yet seen again, with the token that bought them. */
  const bought = new Map<string, string>()
  const established = new Set<string>()
  let current = secret()
  return {
    token() {
      if (spent.has(current)) current = secret()
      return current
    },
    redeem(token) {
      if (token !== current || spent.has(token)) return null
      const cookie = secret()
      bought.set(cookie, token)
      return cookie
    },
    accepts(cookie) {
      if (established.has(cookie)) return true
      const token = bought.get(cookie)
      if (token === undefined) return false
      spent.add(token)
      established.add(cookie)
      bought.clear() // they were all bought with the token that is spent now
      return true
    },
    wasSpent: (token) => spent.has(token),
  }
}

const secret = () => randomBytes(32).toString('base64url')
