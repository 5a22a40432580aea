/** Files the page is to open: kept until the page listens, since a message to a page that still loads is lost. */
export interface OpenRequests {
  add(paths: readonly string[]): void
  /** The page asks for what has come so far; from now on it is told at once. */
  take(): string[]
  /** The page is being loaded (again). */
  pageLoads(): void
}

export function createOpenRequests(initial: readonly string[], tellPage: (paths: string[]) => void): OpenRequests {
  let waiting = [...initial]
  let listening = false
  return {
    add(paths) {
      if (paths.length === 0) return
      if (listening) tellPage([...paths])
      else waiting.push(...paths)
    },
    take() {
      listening = true
      const taken = waiting
      waiting = []
      return taken
    },
    pageLoads() {
      listening = false
    },
  }
}
