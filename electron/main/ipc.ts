/** Names of the messages between the window's preload script and the main process. */
export const IPC = {
  /** Page → main: wants a port to the engine. */
  requestEnginePort: 'engine:request-port',
  /** Main → page: carries that port. */
  enginePort: 'engine:port',
  /** Main → page: the engine process ended; the argument says why. */
  engineGone: 'engine:gone',
  chooseFiles: 'dialog:files',
  chooseFolder: 'dialog:folder',
  chooseSaveTarget: 'dialog:save-target',
  chooseExportFolder: 'dialog:export-folder',
  /** Page → main: shows a path in the file manager. */
  showInFolder: 'shell:show-in-folder',
  /** Page → main: paths of the command line, once. */
  openAtStart: 'open:at-start',
  /** Main → page: paths of a second launch, or of a file dropped on the dock icon. */
  openPaths: 'open:paths',
  /** Main → page: a menu command. */
  menu: 'menu:command',
} as const
