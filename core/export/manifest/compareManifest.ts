import type { ManifestOutput } from './manifest.ts'
import type { ManifestSource } from './stepShapes.ts'

/** How many differences a message lists. */
const LISTED = 3

function listed(differences: readonly string[]): string | null {
  if (differences.length === 0) return null
  const more = differences.length - LISTED
  return differences.slice(0, LISTED).join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/**
 * How the content of a source differs from what a manifest says of it, in words; null where it is the same. Places are not
 * compared: a file may have been moved.
 */
export function sourceDifference(then: ManifestSource, now: ManifestSource): string | null {
  const [before, after] = [then.files, now.files]
  if (before.length !== after.length) return `${before.length} files then, ${after.length} now`
  const differences = before.flatMap((file, at) => {
    const other = after[at]
    if (!other) return []
    // A single file may have another name today; in a folder names are the order.
    const name = before.length === 1 ? other.name : file.name
    if (before.length > 1 && other.name !== file.name) return [`${file.name} then, ${other.name} now`]
    if (file.bytes !== null && other.bytes !== null && file.bytes !== other.bytes) {
      return [`${name} had ${file.bytes} bytes, now has ${other.bytes}`]
    }
    if (file.sha256 !== null && other.sha256 !== null) {
      return file.sha256 === other.sha256 ? [] : [`${name} has other content of the same length`]
    }
    if (file.version !== null && other.version !== null && file.version !== other.version) {
      return [`${name} is another version`]
    }
    return []
  })
  return listed(differences)
}

/** How what was written differs from what a manifest says was written, in words; null where it is the same bit for bit. */
export function outputDifference(then: readonly ManifestOutput[], now: readonly ManifestOutput[]): string | null {
  if (then.length !== now.length) return `${then.length} files then, ${now.length} now`
  const differences = then.flatMap((file, at) => {
    const other = now[at]
    const name = file.name === '' ? 'the file' : file.name
    if (!other || other.name !== file.name) return [`${name} then, ${other?.name} now`]
    if (other.rows !== file.rows) return [`${name} had ${file.rows} rows, now has ${other.rows}`]
    if (other.bytes !== file.bytes) return [`${name} had ${file.bytes} bytes, now has ${other.bytes}`]
    return other.sha256 === file.sha256 ? [] : [`${name} has other content of the same length`]
  })
  return listed(differences)
}
