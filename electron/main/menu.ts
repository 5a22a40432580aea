import { Menu, type MenuItemConstructorOptions } from 'electron'

/** Commands of the menu that the page carries out. */
export type MenuCommand = 'open' | 'open-folder' | 'open-url'

/** @param send hands a command to the page */
export function createMenu(send: (command: MenuCommand) => void): Menu {
  const mac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: '&Open…', accelerator: 'CmdOrCtrl+O', click: () => send('open') },
        { label: 'Open &Folder…', accelerator: 'CmdOrCtrl+Shift+O', click: () => send('open-folder') },
        { label: 'Open &URL…', click: () => send('open-url') },
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ]
  return Menu.buildFromTemplate(template)
}
