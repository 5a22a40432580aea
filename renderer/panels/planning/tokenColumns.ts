import type { ColumnInfo, DatasetInfo } from '../../../app/protocol/datasets.ts'

/** Columns that can be packed and padded: ids, then text. */
export function tokenColumnsOf(columns: readonly ColumnInfo[]): ColumnInfo[] {
  return [...columns.filter(({ tokens }) => tokens === 'ids'), ...columns.filter(({ tokens }) => tokens === 'text')]
}

/** The chosen column when it is still there, otherwise the dataset's own; null when none holds token ids or text. */
export function tokenColumnOf(
  dataset: Pick<DatasetInfo, 'columns' | 'tokenColumn'>,
  chosen: string | null,
): ColumnInfo | null {
  const columns = tokenColumnsOf(dataset.columns)
  const byName = (name: string | null) => columns.find((column) => column.name === name)
  return byName(chosen) ?? byName(dataset.tokenColumn) ?? columns[0] ?? null
}

/** Whose tokens are counted. */
export function tokensNote({ tokens }: ColumnInfo): string {
  return tokens === 'text'
    ? 'Tokens: byte-level (built in): 1 token = 1 UTF-8 byte, not a model’s tokenizer.'
    : 'Tokens: ids of the column, as they are.'
}
