import engineUrl from '../../app/hosts/webEngine.ts?worker&url'
import { type EngineApi, engineMethods } from '../../app/protocol/engine.ts'
import type { ClientChannel } from '../../app/protocol/wire.ts'
import { copyingPortChannel, domPortChannel } from '../../app/rpc/channels.ts'
import { connect } from '../../app/rpc/connect.ts'
import { type DesktopBridge, desktopBridge } from './desktopBridge.ts'
import { engineStopped } from './engineStopped.ts'
import { trustedScriptUrl } from './trustedUrl.ts'

/** One living engine: a Web Worker in the browser, a process of its own on the desktop. */
export interface EngineConnection {
  api: EngineApi
  /** Ends the engine and rejects what is pending. `onGone` is not called for it. */
  close(): void
}

interface Host {
  channel: ClientChannel
  terminate(): void
}

/**
 * Starts an engine. `onGone` is told once when the engine died by itself; by then every pending call has been
 * rejected with `internal`.
 */
export async function connectEngine(onGone: (why: string) => void): Promise<EngineConnection> {
  let ended = false
  let fail: (error: Error) => void = () => {}
  const gone = (why: string) => {
    if (ended) return
    ended = true
    fail(engineStopped(why))
    onGone(why)
  }
  const bridge = desktopBridge()
  const host = bridge ? await desktopHost(bridge, gone) : workerHost(gone)
  const connection = connect<EngineApi>(engineMethods, host.channel)
  fail = connection.fail
  return {
    api: connection.api,
    close() {
      ended = true
      connection.close()
      host.terminate()
    },
  }
}

function workerHost(gone: (why: string) => void): Host {
  const worker = new Worker(trustedScriptUrl(engineUrl), { type: 'module', name: 'engine' })
  const die = (why: string) => {
    worker.terminate() // after an uncaught error its state is not to be trusted
    gone(why)
  }
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    die(event.message || 'its script could not be loaded')
  })
  worker.addEventListener('messageerror', () => die('a message from it could not be read'))
  return { channel: domPortChannel(worker), terminate: () => worker.terminate() }
}

const PORT_MESSAGE = 'packscope:engine-port'
/** A desktop engine that gives no port within this time is not coming. */
const PORT_WAIT_MS = 20_000

let listeningForDeath: ((why: string) => void) | null = null

async function desktopHost(bridge: DesktopBridge, gone: (why: string) => void): Promise<Host> {
  // The bridge has no way to unlisten: one listener for the life of the page, passed on to the newest connection.
  if (!listeningForDeath) bridge.onEngineGone((why) => listeningForDeath?.(why))
  listeningForDeath = gone
  const port = await new Promise<MessagePort>((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(new Error('the engine process gave no port'))), PORT_WAIT_MS)
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      window.removeEventListener('message', onMessage)
      settle()
    }
    const onMessage = (event: MessageEvent) => {
      const [first] = event.ports
      if (event.source !== window || event.data?.type !== PORT_MESSAGE || !first) return
      finish(() => resolve(first))
    }
    window.addEventListener('message', onMessage)
    bridge.requestEnginePort()
  })
  return { channel: copyingPortChannel(port), terminate: () => port.close() }
}
