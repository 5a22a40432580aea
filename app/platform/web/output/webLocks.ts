/**
 * Holds a name, with others that do, until the function returned is called or this thread ends: then what belongs to it may
 * be removed.
 */
export function holdName(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(
      name,
      { mode: 'shared' },
      () => new Promise<void>((release) => resolve(release)),
    )
    held.catch(reject)
  })
}

/** Does `act` if nobody holds the name. */
export async function ifNotHeld(name: string, act: () => Promise<void>): Promise<void> {
  await navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? act() : undefined))
}
