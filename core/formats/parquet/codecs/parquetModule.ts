/** The part of parquet-wasm this project uses, injected so that core needs to know nothing of how WASM is loaded. */
export interface ParquetModule {
  /** A whole file in memory. Throws what it cannot read; damage may end in a `RuntimeError`. */
  readParquet(file: Uint8Array): ParquetData
}

/** Data in WASM memory. `intoIPCStream` hands it over as Arrow IPC bytes and frees it. */
export interface ParquetData {
  intoIPCStream(): Uint8Array
}
