/** The origin's private files, and names that threads of all its tabs can hold; tests have ones in memory. */
export interface PrivateFiles {
  root(): Promise<FileSystemDirectoryHandle>
  locks: Pick<LockManager, 'request'>
}

export const privateFiles: PrivateFiles = {
  root: () => navigator.storage.getDirectory(),
  get locks() {
    return navigator.locks
  },
}

/**
 * Holds a name, with others that do, until the function returned is called or this thread ends: then what belongs to it may
 * be removed.
 */
export function holdName({ locks }: PrivateFiles, name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = locks.request(name, { mode: 'shared' }, () => new Promise<void>((release) => resolve(release)))
    held.catch(reject)
  })
}

/** Does `act` if nobody holds the name. */
export async function ifNotHeld({ locks }: PrivateFiles, name: string, act: () => Promise<void>): Promise<void> {
  await locks.request(name, { ifAvailable: true }, (lock) => (lock ? act() : undefined))
}
