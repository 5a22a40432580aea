import type { ByteWriter } from '../../bytes/byteWriter.ts'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { JSON_NAMES, pythonFloat } from '../../table/pythonFloat.ts'
import { type JsonValue, readJsonValue, sortedMembers } from './jsonValues.ts'

/** JSON text, as columns of mixed values hold it, in canonical form. @param text valid JSON */
export function writeCanonicalText(writer: ByteWriter, text: string): void {
  writeValue(writer, readJsonValue(text))
}

function writeValue(writer: ByteWriter, value: JsonValue): void {
  if (value === null || typeof value === 'boolean') writer.addText(String(value))
  else if (typeof value === 'string') writer.addJsonString(encodeUtf8(value))
  else if ('integer' in value) writer.addText(value.integer)
  else if ('float' in value) writer.addText(pythonFloat(value.float, JSON_NAMES))
  else if ('list' in value) {
    writer.addText('[')
    for (const [i, item] of value.list.entries()) {
      if (i > 0) writer.addText(',')
      writeValue(writer, item)
    }
    writer.addText(']')
  } else {
    writer.addText('{')
    for (const [i, [name, member]] of sortedMembers(value.members).entries()) {
      if (i > 0) writer.addText(',')
      writer.addJsonString(encodeUtf8(name))
      writer.addText(':')
      writeValue(writer, member)
    }
    writer.addText('}')
  }
}
