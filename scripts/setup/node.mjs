// The first thing every command does. Plain JavaScript without imports: it must run on the Node it refuses.
const WANTED = [20, 19]

/** Ends the process where this Node is too old for the tools of the project. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1])) return
  console.error(`Packscope needs Node ${WANTED.join('.')} or later; this is ${process.version}.`)
  process.exit(1)
}
