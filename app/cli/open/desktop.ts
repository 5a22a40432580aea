import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Whether a window could be shown. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function onPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((dir) => isExecutable(join(dir, name)))
}

/** What opens a link in the user's browser, or null where nothing does. */
function browserCommand(): [program: string, ...args: string[]] | null {
  if (process.platform === 'darwin') return ['open']
  // Not `start`: the shell behind it would read the `&` in the link.
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return hasDisplay() && onPath('xdg-open') ? ['xdg-open'] : null
}

/** Opens a link in the browser if there is one; the link has been printed anyway, so failing is no error. */
export function openBrowser(link: string): void {
  const command = browserCommand()
  if (command === null) return
  const [program, ...args] = command
  spawn(program, [...args, link], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
