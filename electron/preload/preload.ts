import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { DesktopBridge } from '../../renderer/engine/desktopBridge.ts'
import { IPC } from '../main/ipc.ts'

// A port cannot cross the context bridge; a window message can carry it into the page.
ipcRenderer.on(IPC.enginePort, (event) => {
  window.postMessage({ type: 'packscope:engine-port' }, window.origin, event.ports)
})

const bridge: DesktopBridge = {
  requestEnginePort: () => ipcRenderer.send(IPC.requestEnginePort),
  onEngineGone: (listen) => void ipcRenderer.on(IPC.engineGone, (_event, why: string) => listen(why)),
  chooseFiles: () => ipcRenderer.invoke(IPC.chooseFiles),
  chooseFolder: () => ipcRenderer.invoke(IPC.chooseFolder),
  chooseSaveTarget: ({ suggestedName }) => ipcRenderer.invoke(IPC.chooseSaveTarget, suggestedName),
  chooseExportFolder: ({ name }) => ipcRenderer.invoke(IPC.chooseExportFolder, name),
  showInFolder: (path) => ipcRenderer.send(IPC.showInFolder, path),
  // `webUtils` came with Electron 29; before that a File told its path itself.
  pathForFile: (file) => webUtils?.getPathForFile?.(file) ?? (file as File & { path?: string }).path ?? '',
  onMenu: (listen) => void ipcRenderer.on(IPC.menu, (_event, command: string) => listen(command)),
  openAtStart: () => ipcRenderer.invoke(IPC.openAtStart),
  onOpenPaths: (listen) => void ipcRenderer.on(IPC.openPaths, (_event, paths: string[]) => listen(paths)),
}
contextBridge.exposeInMainWorld('packscope', bridge)
