// The engine's process (Electron utility process): main sends one port for each page that wants it.
import { join } from 'node:path'
import { createNodeEngine } from '../app/hosts/nodeEngine.ts'
import { electronPortChannel } from '../app/rpc/channels.ts'

const engine = createNodeEngine({ distDir: join(__dirname, '..'), poolWorkerFile: join(__dirname, 'poolWorker.cjs') })
process.parentPort.on('message', ({ ports }) => {
  for (const port of ports) engine.serve(electronPortChannel(port))
})
