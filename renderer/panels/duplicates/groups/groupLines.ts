import type { DuplicateGroup, GroupOrder } from '../../../../app/protocol/dedup.ts'
import type { EngineApi } from '../../../../app/protocol/engine.ts'
import { previewOf } from './listMoves.ts'
import { Wanted } from './wanted.ts'

/** Groups of one question. */
export const PER_PAGE = 100
/** What of a text is read for one line. */
const PREVIEW_BYTES = 600

export type GroupsEngine = Pick<EngineApi, 'listDuplicateGroups' | 'readGroupTexts'>

/** The groups of a result in one order, page by page as the list scrolls, and the beginning of the text of each. */
export class GroupLines {
  readonly #pages: Wanted<DuplicateGroup[]>
  readonly #previews: Wanted<string>
  /** Row to read for the preview, by group. */
  readonly #kept = new Map<number, number>()

  /** @param datasetId view of the kept rows */
  constructor(engine: GroupsEngine, datasetId: string, order: GroupOrder, onChange: () => void) {
    this.#pages = new Wanted(
      async (page, signal) => {
        const range = { start: page * PER_PAGE, end: (page + 1) * PER_PAGE }
        const { groups } = await engine.listDuplicateGroups({ datasetId, ...range, order }, signal)
        for (const { groupId, kept } of groups) this.#kept.set(groupId, kept)
        return groups
      },
      onChange,
      { held: 50, atOnce: 3 },
    )
    this.#previews = new Wanted(
      async (groupId, signal) => {
        const rows = [this.#kept.get(groupId)!]
        const [first] = await engine.readGroupTexts({ datasetId, groupId, rows, maxBytes: PREVIEW_BYTES }, signal)
        return previewOf(first?.text ?? '')
      },
      onChange,
      { held: 500, atOnce: 2 },
    )
  }

  /** Asks for lines `[first, last)`, and for the selected one, which may be elsewhere. */
  want(first: number, last: number, selected: number): void {
    const pages = new Set([pageOf(selected)])
    for (let page = pageOf(first); page * PER_PAGE < last; page++) pages.add(page)
    this.#pages.want([...pages])
  }

  /** Asks for the beginnings of the texts of lines `[first, last)`, as far as these are here. */
  wantPreviews(first: number, last: number): void {
    const groups = Array.from({ length: Math.max(0, last - first) }, (_, i) => this.at(first + i))
    this.#previews.want(groups.flatMap((group) => (group ? [group.groupId] : [])))
  }

  /** The group on a line; null while it is not here. */
  at(line: number): DuplicateGroup | null {
    return this.#pages.get(pageOf(line))?.[line % PER_PAGE] ?? null
  }

  /** Why a line could not be read; undefined where nothing is known to be wrong. */
  errorAt(line: number): unknown {
    return this.#pages.errorOf(pageOf(line))
  }

  /** Beginning of a group's text; null while it is not here, or could not be read: the group itself says why. */
  preview(groupId: number): string | null {
    return this.#previews.get(groupId)
  }

  retry(): void {
    this.#pages.retry()
    this.#previews.retry()
  }

  /** Abandons and forgets everything. */
  dispose(): void {
    this.#pages.dispose()
    this.#previews.dispose()
  }
}

function pageOf(line: number): number {
  return Math.floor(Math.max(0, line) / PER_PAGE)
}
