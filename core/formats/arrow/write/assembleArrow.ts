import { MetadataVersion, type Schema } from 'apache-arrow'
import { FileBlock, Footer } from 'apache-arrow/ipc/metadata/file'
import type { ChunkFacts, FileAssembler } from '../../../export/encoding/tableFormat.ts'
import { END_OF_STREAM, encodeSchema } from '../../../table/ipc/encodeMessage.ts'
import type { ArrowBlocks, MessagePlace } from './encodeArrow.ts'

const MAGIC = new TextEncoder().encode('ARROW1')
/** The magic at the start is padded, so that messages begin at multiples of eight. */
const PADDED_MAGIC_BYTES = 8

/** An IPC stream: the schema, the messages, an end. @param schema with dictionary ids of its own */
export function assembleStream(schema: Schema): FileAssembler {
  return {
    start: () => encodeSchema(schema),
    add: () => {},
    end: () => END_OF_STREAM.slice(),
  }
}

/** An IPC file (Feather 2): a stream between magic words, and a footer that tells where its messages are. */
export function assembleFile(schema: Schema): FileAssembler {
  const dictionaryBlocks: FileBlock[] = []
  const batchBlocks: FileBlock[] = []
  let bytes = 0
  const block = ({ offset, metadataBytes, bodyBytes }: MessagePlace) =>
    new FileBlock(metadataBytes, bodyBytes, bytes + offset)
  return {
    start() {
      const message = encodeSchema(schema)
      const start = new Uint8Array(PADDED_MAGIC_BYTES + message.length)
      start.set(MAGIC)
      start.set(message, PADDED_MAGIC_BYTES)
      bytes = start.length
      return start
    },
    add({ plainBytes, details }: ChunkFacts) {
      const { dictionaries, batch } = details as ArrowBlocks
      for (const place of dictionaries) dictionaryBlocks.push(block(place))
      batchBlocks.push(block(batch))
      bytes += plainBytes
    },
    end() {
      const footer = Footer.encode(new Footer(schema, MetadataVersion.V5, batchBlocks, dictionaryBlocks))
      const end = new Uint8Array(END_OF_STREAM.length + footer.length + 4 + MAGIC.length)
      end.set(END_OF_STREAM)
      end.set(footer, END_OF_STREAM.length)
      new DataView(end.buffer).setInt32(END_OF_STREAM.length + footer.length, footer.length, true)
      end.set(MAGIC, end.length - MAGIC.length)
      return end
    },
  }
}
