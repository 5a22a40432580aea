// Node has WebAssembly, but its types only come with the DOM's.
declare namespace WebAssembly {
  interface Module {
    readonly __module: never
  }
  function compile(bytes: Uint8Array): Promise<Module>
}
