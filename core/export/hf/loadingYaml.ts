import { type Field, type Schema, Type } from 'apache-arrow'
import { type ExportFormat, type ExportOptions, makesFolder } from '../exportOptions.ts'

/** Loaders of `datasets` by what they read, as `ds_type` names them; formats that are not here have none. */
const LOADERS: Partial<Readonly<Record<ExportFormat, string>>> = {
  arrow: 'arrow',
  'arrow-stream': 'arrow',
  feather: 'arrow',
  parquet: 'parquet',
  jsonl: 'json',
  csv: 'csv',
  text: 'text',
}

/**
 * The lines of an Axolotl configuration that load an export; null for one its loaders do not read (tabs between values, no
 * header, Arrow or Parquet in a compressed file).
 *
 * @param path of the file or folder, as the configuration will name it
 * @param split the split to name, of a folder with several; null for others
 */
export function loadingYaml(path: string, schema: Schema, options: ExportOptions, split: string | null): string | null {
  const isSaved = options.format === 'hf_dataset'
  const loader = LOADERS[options.format]
  if (!isSaved && loader === undefined) return null
  if (options.format === 'csv' && !options.header) return null
  const isText = loader === 'json' || loader === 'csv' || loader === 'text'
  if (options.compression !== null && !isText) return null
  const lines = ['datasets:', `  - path: ${yamlText(path)}`]
  if (!isSaved && !makesFolder(options)) lines.push(`    ds_type: ${loader}`)
  if (split !== null) lines.push(`    split: ${yamlText(split)}`)
  lines.push(`    type:${promptType(schema, loader === 'text')}`)
  return `${lines.join('\n')}\n`
}

/** What follows `type:`. Rows that are tokens need none; for text it is the strategy that such columns are usually for. */
function promptType({ fields }: Schema, isPlainText: boolean): string {
  const has = (...names: string[]) => names.every((name) => fields.some((field) => field.name === name))
  if (isPlainText) return ' completion'
  if (has('input_ids', 'attention_mask', 'labels')) return ' # empty: the rows are tokens already'
  if (fields.some((field) => field.name === 'messages' && isListOfStructs(field))) return ' chat_template'
  if (has('instruction', 'output')) return ' alpaca'
  if (has('text')) return ' completion'
  return ' # the prompt strategy for these columns'
}

function isListOfStructs({ type }: Field): boolean {
  const item = (type.children as Field[] | undefined)?.[0]?.type.typeId
  return (type.typeId === Type.List || type.typeId === Type.LargeList) && item === Type.Struct
}

/** Plain where YAML cannot read it as anything else, else in double quotes, whose escapes are JSON's. */
function yamlText(text: string): string {
  const isPlain =
    /^[A-Za-z/.][\w./@-]*$/.test(text) && !/^(null|true|false|yes|no|on|off|y|n|\.|\.nan|\.inf)$/i.test(text)
  return isPlain ? text : JSON.stringify(text)
}

/** What a trainer will do to these rows that the user may not expect, one sentence each. */
export function trainingWarnings(schema: Schema, { format, preset }: ExportOptions, isPacked: boolean): string[] {
  if (format !== 'hf_dataset' || preset !== 'axolotl' || !isPacked) return []
  const positions = schema.fields.some(({ name }) => name === 'position_ids')
  const loses = positions ? 'numbers their positions afresh' : 'gives them positions'
  return [
    `These rows are packs. With sample_packing Axolotl ${loses} from 0 to the end of the pack, and the borders between samples are lost: export the rows before packing and let it pack them.`,
  ]
}
