import type { Codecs } from '../../core/compression/codecs.ts'
import type { Encoders } from '../../core/compression/encoders.ts'
import { scalarMinhash } from '../../core/dedup/near/scalarMinhash.ts'
import { lowerText, wordTables } from '../../core/dedup/near/wordTables.ts'
import { EngineError } from '../../core/errors.ts'
import { scalarPageEncoder } from '../../core/formats/parquet/write/pages/scalarPageEncoder.ts'
import { mixedRowHasher } from '../../core/hashing/mixedRowHasher.ts'
import { scalarRowHasher } from '../../core/hashing/rowHasher.ts'
import type { Kernels } from '../../core/kernels/kernels.ts'
import { MAX_TEXT_BYTES } from '../../core/kernels/minhashKernel.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { createCsvKernels } from '../../wasm/bindings/csvKernels.ts'
import { createJsonKernel } from '../../wasm/bindings/jsonKernel.ts'
import { createCodecs } from '../../wasm/bindings/loadCodecs.ts'
import { createEncoders } from '../../wasm/bindings/loadEncoders.ts'
import { createWasmRowHasher } from '../../wasm/bindings/loadHashing.ts'
import { createWasmKernels, simdSupported } from '../../wasm/bindings/loadKernels.ts'
import { createPageEncoder } from '../../wasm/bindings/loadPageEncoder.ts'
import { createPageKernels } from '../../wasm/bindings/loadPages.ts'
import { createMinhashKernel } from '../../wasm/bindings/minhashKernel.ts'
import { createTextKernel } from '../../wasm/bindings/textKernel.ts'
import type { Platform } from '../platform/platform.ts'

/** The WASM SIMD kernels where they run, the scalar ones elsewhere. Never rejects. */
export async function chooseKernels(platform: Platform): Promise<Kernels> {
  if (!simdSupported()) return scalarKernels
  try {
    const kernels = await createWasmKernels(await platform.loadWasm('kernels'))
    return {
      ...kernels,
      codecs: codecsLoader(platform),
      csv: csvLoader(platform),
      encoders: encodersLoader(platform),
      json: jsonLoader(platform),
      hashing: hashingLoader(platform),
      minhash: minhashLoader(platform),
      pageEncoder: pageEncoderLoader(platform),
      pages: pagesLoader(platform),
      text: textLoader(platform),
    }
  } catch {
    return scalarKernels // the same results, slower: a page that may not compile WASM still works
  }
}

/** Loads the decoders at first use and keeps them; a failure is not kept. */
function codecsLoader(platform: Platform): () => Promise<Codecs> {
  let loading: Promise<Codecs> | null = null
  return () => {
    loading ??= platform
      .loadWasm('codecs')
      .then(createCodecs)
      .catch((cause: unknown) => {
        loading = null
        throw new EngineError('compression/unsupported', 'the decoders of compressed data do not load', {}, cause)
      })
    return loading
  }
}

/** Loads the compressors at first use and keeps them; a failure is not kept. */
function encodersLoader(platform: Platform): () => Promise<Encoders> {
  let loading: Promise<Encoders> | null = null
  return () => {
    loading ??= platform
      .loadWasm('encoders')
      .then(createEncoders)
      .catch((cause: unknown) => {
        loading = null
        throw new EngineError('compression/unsupported', 'the compressors do not load', {}, cause)
      })
    return loading
  }
}

/** Loads the kernels of CSV at first use; where they do not load, CSV is read without. */
function csvLoader(platform: Platform): Kernels['csv'] {
  let loading: ReturnType<Kernels['csv']> | null = null
  return () => {
    loading ??= platform
      .loadWasm('csv')
      .then(createCsvKernels)
      .catch(() => null)
    return loading
  }
}

/** Loads the JSON kernel at first use and keeps it; without it JSON is read in TypeScript. */
function jsonLoader(platform: Platform): Kernels['json'] {
  let loading: ReturnType<Kernels['json']> | null = null
  return () => {
    loading ??= platform
      .loadWasm('json')
      .then(createJsonKernel)
      .catch(() => null)
    return loading
  }
}

/** Loads SHA-256 at first use and keeps it; where it does not load, rows are hashed in TypeScript. */
function hashingLoader(platform: Platform): Kernels['hashing'] {
  let loading: ReturnType<Kernels['hashing']> | null = null
  return () => {
    loading ??= platform
      .loadWasm('hashing')
      .then(createWasmRowHasher)
      .catch(() => scalarRowHasher)
      .then((short) => {
        const long = platform.longHasher()
        return long ? mixedRowHasher(short, long) : short
      })
    return loading
  }
}

/** Loads the MinHash kernel at first use and keeps it; without it signatures are made in TypeScript. */
function minhashLoader(platform: Platform): Kernels['minhash'] {
  let loading: ReturnType<Kernels['minhash']> | null = null
  return () => {
    loading ??= platform
      .loadWasm('minhash')
      .then((module) =>
        createMinhashKernel(module, { ...wordTables(), lower: lowerText, maxTextBytes: MAX_TEXT_BYTES }),
      )
      .catch(() => scalarMinhash)
    return loading
  }
}

/** Loads the writer of text at first use and keeps it; without it text is written in TypeScript. */
function textLoader(platform: Platform): Kernels['text'] {
  let loading: ReturnType<Kernels['text']> | null = null
  return () => {
    loading ??= platform
      .loadWasm('textwrite')
      .then(createTextKernel)
      .catch(() => null)
    return loading
  }
}

/** Loads the loops that write Parquet pages at first use and keeps them; without them pages are made in TypeScript. */
function pageEncoderLoader(platform: Platform): Kernels['pageEncoder'] {
  let loading: ReturnType<Kernels['pageEncoder']> | null = null
  return () => {
    loading ??= platform
      .loadWasm('pageEncoder')
      .then(createPageEncoder)
      .catch(() => scalarPageEncoder)
    return loading
  }
}

/** Compiles the kernels of Parquet pages at first use; every call gives an instance with a memory of its own. */
function pagesLoader(platform: Platform): Kernels['pages'] {
  let compiling: Promise<WebAssembly.Module> | null = null
  return async () => {
    compiling ??= platform.loadWasm('pages').catch((cause: unknown) => {
      compiling = null
      throw new EngineError('format/unsupported', 'the decoder of Parquet does not load', { feature: 'parquet' }, cause)
    })
    return createPageKernels(await compiling)
  }
}
