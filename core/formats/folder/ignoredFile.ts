/** Files of a dataset's folder that are about the data. The first six are those `datasets` leaves out. */
const ABOUT_THE_DATA = new Set([
  'readme.md',
  'config.json',
  'dataset_info.json',
  'dataset_infos.json',
  'dummy_data.zip',
  'dataset_dict.json',
  'state.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'generation_config.json',
  'croissant.json',
  'datasets_ready.flag',
  'process_counter.txt',
])

/**
 * Whether a file below a dataset's folder is no data: hidden (a name in its path begins with `.`, or with `__` as
 * `datasets` has it), about the data (README, LICENSE, the JSON files Hugging Face writes), a lock, or a cache that
 * `datasets` left beside its shards (`cache-….arrow`).
 * @param path inside the folder, with `/`
 */
export function isIgnoredFile(path: string): boolean {
  const parts = path.split('/')
  const name = (parts.at(-1) as string).toLowerCase()
  return (
    parts.some((part) => part.startsWith('.') || part.startsWith('__')) ||
    ABOUT_THE_DATA.has(name) ||
    /^(readme|license|licence|notice|citation)(\.|$)/.test(name) ||
    /\.(lock|tmp|part|crc)$/.test(name) ||
    /^(cache|tmp)-.*\.arrow$/.test(name) ||
    name === '_success'
  )
}
