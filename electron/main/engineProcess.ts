import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron'
import { IPC } from './ipc.ts'

/** The engine in a process of its own. Main starts it and hands out ports to it; no data passes through main. */
export interface EngineProcess {
  start(): void
  /** Gives the page a port to the engine, which is started when it does not run. */
  connect(page: WebContents): void
}

/** @param pages those to be told when the process ends: their ports would not tell them */
export function createEngineProcess(engineFile: string, pages: () => WebContents[]): EngineProcess {
  let running: UtilityProcess | null = null

  function start(): UtilityProcess {
    if (running) return running
    const child = utilityProcess.fork(engineFile, [], { serviceName: 'Packscope engine', stdio: 'inherit' })
    running = child
    child.once('exit', (code) => {
      running = null
      for (const page of pages()) page.send(IPC.engineGone, `its process ended with code ${code}`)
    })
    return child
  }

  return {
    start: () => void start(),
    connect(page) {
      const { port1, port2 } = new MessageChannelMain()
      start().postMessage(null, [port1])
      page.postMessage(IPC.enginePort, null, [port2])
    },
  }
}
