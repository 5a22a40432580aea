import type { Schema } from 'apache-arrow'
import { openCsv } from '../formats/csv/openCsv.ts'
import { openJson } from '../formats/json/openJson.ts'
import { openJsonl } from '../formats/jsonl/openJsonl.ts'
import type { RecordsDataset } from '../formats/records/recordsDataset.ts'
import { openText } from '../formats/text/openText.ts'
import type { ByteSource } from '../io/byteSource.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { scalarKernels } from '../kernels/scalarKernels.ts'
import { kernelsWithCsv } from './csvKernels.ts'

/** A small text that a format reads, whatever is wrong with it. */
export interface RecordCase {
  name: string
  bytes: Uint8Array
  open(source: ByteSource, options?: { signal?: AbortSignal; schema?: Schema }): Promise<RecordsDataset>
}

const encoder = new TextEncoder()

function jsonl(name: string, text: string | Uint8Array): RecordCase {
  return {
    name: `jsonl: ${name}`,
    bytes: typeof text === 'string' ? encoder.encode(text) : text,
    open: (source, options) => openJsonl(source, { kernels: scalarKernels, ...options }),
  }
}

function json(name: string, text: string | Uint8Array): RecordCase {
  return {
    name: `json: ${name}`,
    bytes: typeof text === 'string' ? encoder.encode(text) : text,
    open: (source, options) => openJson(source, { kernels: scalarKernels, ...options }),
  }
}

function csv(
  name: string,
  text: string | Uint8Array,
  { delimiter, kernels = scalarKernels }: { delimiter?: string; kernels?: Kernels } = {},
): RecordCase {
  return {
    name: `csv: ${name}`,
    bytes: typeof text === 'string' ? encoder.encode(text) : text,
    open: (source, options) => openCsv(source, { kernels, ...(delimiter ? { delimiter } : {}), ...options }),
  }
}

function plain(name: string, text: string | Uint8Array): RecordCase {
  return {
    name: `text: ${name}`,
    bytes: typeof text === 'string' ? encoder.encode(text) : text,
    open: (source, options) => openText(source, { kernels: scalarKernels, ...options }),
  }
}

/** Joined texts and raw bytes. */
export function bytesOf(...parts: (string | number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...encoder.encode(part)] : part)))
}

const chat = Array.from({ length: 40 }, (_, i) =>
  JSON.stringify({ id: i, messages: [{ role: 'user', content: `héllo\n${'x'.repeat(i)}` }], score: i / 4 }),
).join('\n')

const BIT_OF_ALL =
  'id,text,ok\r\n1,"a, ""b""\nc",true\r\n\r\n2,5" pipe,FALSE\r\n3,"",\r\n4,x,true,extra\r\n5\r\n6,"open'

/** Held to every invariant of record formats. The first of each format is the smallest one that has something of all. */
export const recordCases: readonly RecordCase[] = [
  jsonl(
    'a bit of all',
    '{"a":1,"b":"x\\né","m":[{"r":"u"},{"r":null}]}\r\n\n{"a":2.5}\n{bad\n[1]\n{"a":null,"c":true}',
  ),
  jsonl('empty', ''),
  jsonl('blank lines only', '\n  \n\r\n\t'),
  jsonl('byte order mark', '\ufeff{"a":1}\n{"a":2}\n'),
  jsonl('chat', chat),
  jsonl('malformed UTF-8', bytesOf('{"t":"ok"}\n{"t":"', [0xff, 0xc3], '"}\n{"t":"', [0xe2, 0x82], '"}\n')),
  jsonl('no JSON at all', bytesOf([0, 1, 2, 255, 10, 10, 13, 10, 34, 92, 10])),
  json(
    'a bit of all',
    '[{"a":1,"b":"x\\né}]","m":[{"r":"u"},{"r":null}]},\r\n {"a":2.5} ,{"a":},[1],{"a":null,"c":true},"s"]',
  ),
  json('empty', ''),
  json('empty array', ' [ ] '),
  json('pretty', `${JSON.stringify([{ a: 1, m: [{ r: 'u' }] }, { a: 2, m: [] }, { b: '\\"[{' }], null, 2)}\n`),
  json('in a document', '{"version":"1.0","n":[1,2],"data":[{"a":1},{"a":2}],"behind":[{"a":3}]}'),
  json('texts', '["one","two",\n"th]ree",null,4]'),
  json('numbers', '[1,2.5,-3]'),
  json('one object', '{\n  "a": 1,\n  "messages": [{"role": "user"}]\n}\n'),
  json('values', '{\n"a":1}{"a":2}\n{\n"a":3\n}\n'),
  json('array that does not end', '[{"a":1},{"a":2},'),
  json('array cut in an element', '[{"a":1},{"a":2},{"a":"x'),
  json(
    'damaged elements',
    '[\n  {"a":1},\n  {"a":[1,2},\n  {"a":"open},\n  {"a":3,{"b":1}},\n  {"a":{"b":1},\n  {"a":4}}\n]',
  ),
  json('damaged in one line', '[{"a":1},{"a":[1,2},{"a":2}},{"a":3]}, {"a":4}]'),
  json('malformed UTF-8', bytesOf('\ufeff[{"t":"ok"},{"t":"', [0xff, 0xc3], '"}]')),
  csv('a bit of all', BIT_OF_ALL),
  csv('empty', ''),
  csv('header only', 'a,b,c\n'),
  csv('tabs', '\ufeffa\tb\n1\t"x\ty"\n2\t\n'),
  csv('one column', 'text\nhello\n\n"quoted\nline"\n'),
  csv('given delimiter', 'a,b;c\n1,2;3\n', { delimiter: ';' }),
  csv('stray quotes', `k,v\n${'1,5" pipe\n2,"a\nb"\n3,"x""y"z"\n'.repeat(30)}`),
  csv('malformed UTF-8', bytesOf('a,b\n', [0xff], ',1\nx,', [0xc3], '\n')),
  csv('CR, and no header', '4,"a\rb"\r5,c\r\r6,5" d\r'),
  csv('a quote never closed', 'id,t\n1,"x\ny"\n2,"open, ""more\n3,z\n4,\n'),
  csv('lines before the header', '# made by hand\n# today\nid,t\n1,x\n'),
  csv('in WASM', `${BIT_OF_ALL}\n${'7,"q ""x""\ny",true\n8,long text without quotes,\n'.repeat(20)}`, {
    kernels: kernelsWithCsv,
  }),
  csv('malformed UTF-8, in WASM', bytesOf('a,b\n', [0xff], ',1\nok,2.5\nx,', [0xc3], '\né,\n'), {
    kernels: kernelsWithCsv,
  }),
  csv('a quote never closed, in WASM', 'id,t\n1,"x\ny"\n2,"open\n3,z\n', { kernels: kernelsWithCsv }),
  plain('a bit of all', 'one\r\n\nthree\rfour\r\r\n"six\n\n\tnine \n\n'),
  plain('empty', ''),
  plain('line ends only', '\r\n\n\r\r\n'),
  plain('no final line end', '\ufeffa\nb\u2028c\fd'),
  plain('malformed UTF-8', bytesOf('a\n', [0xff, 0xc3], '\n\n', [0xe2, 0x82], '\nx\0y')),
]
