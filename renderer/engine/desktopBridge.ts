/** What the preload script of the desktop app puts on `window.packscope`. Absent in a browser. */
export interface DesktopBridge {
  /** Answered by a window message of type `packscope:engine-port` that carries the port. */
  requestEnginePort(): void
  onEngineGone(listen: (why: string) => void): void
  /** Absolute paths; empty when the dialog was cancelled. */
  chooseFiles(): Promise<string[]>
  /** Absolute path of a folder; null when the dialog was cancelled. */
  chooseFolder(): Promise<string | null>
  /** An absolute path; null when the dialog was cancelled. */
  chooseSaveTarget(options: { suggestedName: string }): Promise<string | null>
  /** Absolute path of the folder in which one of this name is to be made; null when the dialog was cancelled. */
  chooseExportFolder(options: { name: string }): Promise<string | null>
  /** Shows a file or folder in the system's file manager. */
  showInFolder(path: string): void
  /** Absolute path of a chosen or dropped file; empty when it has none (pasted, made by a page). */
  pathForFile(file: File): string
  onMenu(listen: (command: string) => void): void
  /** Paths given on the command line of this launch. */
  openAtStart(): Promise<string[]>
  /** Paths handed over by a second launch. */
  onOpenPaths(listen: (paths: string[]) => void): void
}

declare global {
  interface Window {
    packscope?: DesktopBridge
  }
}

/** The bridge, or null in a browser. */
export function desktopBridge(): DesktopBridge | null {
  return window.packscope ?? null
}
