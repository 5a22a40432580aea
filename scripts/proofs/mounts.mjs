// Small disks and read-only ones, where this process may mount.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

const done = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** A disk of so many bytes at a new folder; null where that is not allowed. @returns what takes it away */
export function mountSmallDisk(folder, bytes) {
  mkdirSync(folder)
  if (!done('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'packscope-proof', folder)) return null
  return () => done('umount', folder)
}

/** Makes a folder read-only by mounting it over itself; null where that is not allowed. */
export function mountReadOnly(folder) {
  if (!done('mount', '--bind', folder, folder)) return null
  if (!done('mount', '-o', 'remount,bind,ro', folder)) {
    done('umount', folder)
    return null
  }
  return () => done('umount', folder)
}

/** Makes a file or folder unchangeable, even to root; null where the file system has no such thing. */
export function makeImmutable(path) {
  return done('chattr', '+i', path) ? () => done('chattr', '-i', path) : null
}
