import { createEngine, type Engine } from '../engine/createEngine.ts'
import { type EngineApi, engineMethods } from '../protocol/engine.ts'
import type { ServerChannel } from '../protocol/wire.ts'
import { serve } from '../rpc/serve.ts'
import { createNodeRuntime, type NodeBuild } from './nodeRuntime.ts'

export interface NodeEngine {
  api: Engine['api']
  /** Serves the engine on one more channel: a window of the desktop app. */
  serve(channel: ServerChannel): void
  close(): Promise<void>
}

/** The engine in a Node process: the CLI's own, or the desktop app's utility process. */
export function createNodeEngine(build: NodeBuild): NodeEngine {
  const runtime = createNodeRuntime(build)
  void runtime.platform.mendOutputs()
  const engine = createEngine(runtime)
  const stops: (() => void)[] = []
  return {
    api: engine.api,
    serve: (channel) => void stops.push(serve<EngineApi>(engine.api, engineMethods, channel)),
    async close() {
      for (const stop of stops) stop()
      await engine.close()
    },
  }
}
