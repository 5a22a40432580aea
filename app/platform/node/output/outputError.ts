import { dirname } from 'node:path'
import { EngineError } from '../../../../core/errors.ts'

/** What the file system said while writing, as a coded error: `sink/*`, or `argument/invalid` for a name too long. */
export function outputError(error: unknown, path: string): EngineError {
  if (error instanceof EngineError) return error
  const code = (error as NodeJS.ErrnoException).code
  const coded = (
    as: 'sink/denied' | 'sink/full' | 'sink/write' | 'sink/exists' | 'argument/invalid',
    message: string,
  ) => new EngineError(as, `${message}: ${path}`, { path }, error)
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return coded('sink/denied', 'not allowed to write')
    case 'EROFS':
      return coded('sink/denied', 'not allowed to write on a read-only disk')
    case 'EBUSY':
      return coded('sink/denied', 'in use by another program, or a mounted folder')
    case 'ENOSPC':
    case 'EDQUOT':
      return coded('sink/full', 'no space left for')
    case 'EFBIG':
      return coded('sink/write', 'larger than a file may be on this disk')
    case 'ENAMETOOLONG':
      return coded('argument/invalid', 'the name is too long for this disk')
    case 'EEXIST':
    case 'ENOTEMPTY':
      return coded('sink/exists', 'something of this name appeared while writing')
    case 'ENOENT':
    case 'ENOTDIR':
      return new EngineError('sink/write', `the folder does not exist: ${dirname(path)}`, { path }, error)
    default:
      return coded('sink/write', `could not write (${code ?? String(error)})`)
  }
}
