// The part of WebAssembly the project uses, for environments whose own types leave it out (core, Node).

declare namespace WebAssembly {
  interface Module {
    readonly __module: never
  }
  interface Memory {
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  class Instance {
    /** @throws where a browser's window may not compile so much at once; workers always may */
    constructor(module: Module, imports?: Record<string, Record<string, unknown>>)
    readonly exports: Record<string, unknown>
  }
  function compile(bytes: ArrayBufferView<ArrayBuffer>): Promise<Module>
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean
  function instantiate(module: Module, imports?: Record<string, Record<string, unknown>>): Promise<Instance>
}
