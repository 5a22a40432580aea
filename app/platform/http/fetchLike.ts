/** The part of `fetch` reading needs, structural so that every environment's own fits. */
export type FetchLike = (
  url: string,
  init: { method?: string; headers?: Record<string, string>; signal?: never; cache?: 'no-store' },
) => Promise<ResponseLike>

export interface ResponseLike {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: {
    cancel(): Promise<void>
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }>; cancel(): Promise<void> }
  } | null
}
