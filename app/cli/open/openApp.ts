import { dirname, join } from 'node:path'
import { EngineError } from '../../../core/errors.ts'
import { listFolder } from '../../platform/node/listFolder.ts'
import type { Output } from '../output.ts'
import { hasDisplay, openBrowser } from './desktop.ts'
import { electronFlags, electronProblem, findElectron } from './electronBinary.ts'
import { runElectron } from './runElectron.ts'
import { isFolder, isUrl, startPath } from './startPaths.ts'
import { type ServedSource, startWebServer } from './webServer.ts'

export interface OpenOptions {
  /** The build: `renderer/` and `electron/` below it, package.json beside it. */
  distDir: string
  /** The web app even where the desktop app could run. */
  web: boolean
  /** Do not start a browser. */
  noOpen: boolean
  /** For the web app; 0: any free port. */
  port: number
  output: Output
  /** Ends the web app. */
  signal: AbortSignal
}

/**
 * Starts the desktop app where Electron and a display are there, else the web app on this machine, and waits for its
 * end.
 * @param words paths, relative to the working directory, or http(s) URLs
 * @returns the exit code
 * @throws EngineError for a path that cannot be opened, or a port that is taken
 */
export async function openApp(words: readonly string[], options: OpenOptions): Promise<number> {
  const paths = await Promise.all(words.map(startPath))
  if (options.web) return serveApp(paths, options)
  const reason = await openDesktop(paths, options)
  if (typeof reason === 'number') return reason
  options.output.err(`${reason} Serving the web app instead.\n`)
  return serveApp(paths, options)
}

/** @returns the desktop app's exit code, or a sentence saying why it cannot run here */
async function openDesktop(paths: readonly string[], { distDir, output }: OpenOptions): Promise<number | string> {
  if (!hasDisplay()) return 'There is no display.'
  const appDir = dirname(distDir)
  const binary = findElectron(appDir, (text) => output.err(`${text}\n`))
  if (binary === null) return 'Electron is not there and could not be fetched.'
  const problem = electronProblem(binary)
  if (problem !== null) return problem
  return runElectron(binary, [...electronFlags(binary), appDir, ...paths])
}

async function serveApp(paths: readonly string[], options: OpenOptions): Promise<number> {
  const { distDir, noOpen, port, output, signal } = options
  const server = await startWebServer({
    siteDir: join(distDir, 'renderer'),
    sources: await Promise.all(paths.map(servedSource)),
    port,
    onNewLink: (link) => void output.out(`Open ${link}\n`),
  }).catch((error: NodeJS.ErrnoException) => {
    throw new EngineError('argument/invalid', `port ${port} cannot be used (${error.code ?? error.message})`, {}, error)
  })
  const link = server.link()
  await output.out(`Open ${link}\n`)
  if (output.isTerminal) output.err('Ctrl+C ends it.\n')
  if (!noOpen) openBrowser(link)
  await ended(signal)
  await server.close()
  return 0
}

/** What the server is to let the page read of a word: a URL is the page's own business. */
async function servedSource(path: string): Promise<ServedSource> {
  if (isUrl(path)) return { kind: 'url', url: path }
  if (!(await isFolder(path))) return { kind: 'file', path }
  const listed = (await listFolder(path))?.files ?? []
  return { kind: 'folder', path, files: listed.map((file) => ({ path: file.path, bytes: file.bytes })) }
}

/** Resolves at Ctrl+C or when the process is told to end. */
function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
    process.once('SIGTERM', () => resolve())
  })
}
