/** One wait for the decoder, begun before it is asked and ended when its answer is in use. */
export interface Reading {
  /** Settles as the decoder does, or rejects with a read failure told since `begin`. */
  wait<T>(promise: Promise<T>): Promise<T>
  end(): void
}

/**
 * Ends waits for a decoder whose bytes could not be read, since it will never answer. Which call wanted the bytes is
 * not known, so a failure ends every reading under way; readings begun later are not concerned.
 */
export class ReadFailures {
  private readonly underWay = new Set<(error: unknown) => void>()

  tell(error: unknown): void {
    for (const fail of [...this.underWay]) fail(error)
  }

  begin(): Reading {
    let fail: (error: unknown) => void = () => {}
    const failure = new Promise<never>((_, reject) => {
      fail = reject
    })
    failure.catch(() => {}) // told between two waits: the next wait reports it
    this.underWay.add(fail)
    return {
      wait: (promise) => Promise.race([promise, failure]),
      end: () => void this.underWay.delete(fail),
    }
  }
}
