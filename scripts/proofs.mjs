#!/usr/bin/env node
// npm run proofs [-- NAME] [-- --quick]: that an export which is killed, interrupted, or has no room or no leave to write
// leaves the target as it was. On the built command line; some need a system where disks may be mounted, and say so.
import { parseArgs } from 'node:util'
import { fullDisk } from './proofs/fullDisk.mjs'
import { interrupted } from './proofs/interrupted.mjs'
import { killed } from './proofs/killed.mjs'
import { unwritable } from './proofs/unwritable.mjs'

const PROOFS = { killed, 'full-disk': fullDisk, unwritable, interrupted }

const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true })
const size = values.quick ? { kills: 3, rows: 20_000 } : { kills: 10, rows: 300_000 }
let faults = 0
for (const [name, proof] of Object.entries(PROOFS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  console.log(`\n== ${name}`)
  const found = await proof({ ...size, tell: (line) => console.log(`  ${line}`) })
  for (const fault of found) console.error(`  WRONG: ${fault}`)
  faults += found.length
}
console.log(faults === 0 ? '\nall as it should be' : `\n${faults} faults`)
process.exit(faults === 0 ? 0 : 1)
