import { isAbsolute, join } from 'node:path'
import { app, BrowserWindow, ipcMain, Menu, shell } from 'electron'
import { chooseExportFolder, chooseFiles, chooseFolder, chooseSaveTarget } from './dialogs.ts'
import { createEngineProcess } from './engineProcess.ts'
import { IPC } from './ipc.ts'
import { launchPaths } from './launchPaths.ts'
import { createMenu } from './menu.ts'
import { createOpenRequests } from './openRequests.ts'
import { PAGE_ORIGIN, servePage } from './pageOrigin.ts'
import { createWindow } from './window.ts'

const distDir = join(__dirname, '..')
const pages = () => BrowserWindow.getAllWindows().map((window) => window.webContents)
const engine = createEngineProcess(join(__dirname, 'engine.cjs'), pages)
const launched = launchPaths(process.argv.slice(1), app.getAppPath(), process.cwd())
const openRequests = createOpenRequests(launched, (paths) => {
  for (const page of pages()) page.send(IPC.openPaths, paths)
})

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) {
    const { webContents } = createWindow(join(__dirname, 'preload.cjs'))
    webContents.on('did-start-loading', openRequests.pageLoads)
    return
  }
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** The window a request came from, if it is ours and shows our page. */
function senderWindow(event: Electron.IpcMainInvokeEvent | Electron.IpcMainEvent): BrowserWindow | null {
  if (!event.senderFrame?.url.startsWith(`${PAGE_ORIGIN}/`)) return null
  return BrowserWindow.fromWebContents(event.sender)
}

function listenToPage(): void {
  ipcMain.on(IPC.requestEnginePort, (event) => {
    if (senderWindow(event)) engine.connect(event.sender)
  })
  ipcMain.handle(IPC.chooseFiles, (event) => {
    const window = senderWindow(event)
    return window ? chooseFiles(window) : []
  })
  ipcMain.handle(IPC.chooseFolder, (event) => {
    const window = senderWindow(event)
    return window ? chooseFolder(window) : null
  })
  ipcMain.handle(IPC.chooseSaveTarget, (event, suggestedName: unknown) => {
    const window = senderWindow(event)
    return window && typeof suggestedName === 'string' ? chooseSaveTarget(window, suggestedName) : null
  })
  ipcMain.handle(IPC.chooseExportFolder, (event, name: unknown) => {
    const window = senderWindow(event)
    return window && typeof name === 'string' ? chooseExportFolder(window, name) : null
  })
  ipcMain.on(IPC.showInFolder, (event, path: unknown) => {
    if (senderWindow(event) && typeof path === 'string' && isAbsolute(path)) shell.showItemInFolder(path)
  })
  ipcMain.handle(IPC.openAtStart, (event) => (senderWindow(event) ? openRequests.take() : []))
}

function start(): void {
  app.on('second-instance', (_event, _words, _workingDir, data) => {
    openRequests.add((data as { paths: string[] }).paths)
    showWindow()
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openRequests.add([path])
    if (app.isReady()) showWindow()
  })
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  void app.whenReady().then(() => {
    servePage(join(distDir, 'renderer'))
    listenToPage()
    Menu.setApplicationMenu(
      createMenu((command) => {
        for (const page of pages()) page.send(IPC.menu, command)
      }),
    )
    // Before the window: the engine is up by the time the page asks for it.
    engine.start()
    showWindow()
  })
}

// A second launch hands its paths to the first and ends.
if (app.requestSingleInstanceLock({ paths: launched })) start()
else app.quit()
