import { BrowserWindow, nativeTheme } from 'electron'
import { PAGE_ORIGIN } from './pageOrigin.ts'

/** The one window. The page in it can do what the preload script offers, and nothing else. */
export function createWindow(preloadFile: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 640,
    minHeight: 400,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181b' : '#ffffff',
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  const { webContents } = window
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', (event, url) => {
    if (!url.startsWith(`${PAGE_ORIGIN}/`)) event.preventDefault()
  })
  // Nothing in the page needs camera, location, notifications or the like; saving to the clipboard and files it chose does.
  webContents.session.setPermissionRequestHandler((_, permission, decide) => {
    decide(permission === 'clipboard-sanitized-write' || permission === 'fileSystem')
  })
  void window.loadURL(`${PAGE_ORIGIN}/`)
  return window
}
