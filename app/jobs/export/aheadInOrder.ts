/**
 * What `work` makes of each item, in order, with up to `lanes` of them worked at. Leaving early waits for those, whose
 * results are not wanted any more.
 */
export async function* aheadInOrder<T, R>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  lanes: number,
): AsyncGenerator<R> {
  const ahead: Promise<R>[] = []
  try {
    for await (const item of items) {
      const result = work(item)
      result.catch(() => {}) // told when its turn comes
      ahead.push(result)
      if (ahead.length >= lanes) yield await (ahead.shift() as Promise<R>)
    }
    for (let next = ahead.shift(); next; next = ahead.shift()) yield await next
  } finally {
    await Promise.allSettled(ahead)
  }
}
