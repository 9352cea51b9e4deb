/**
 * What a report says of one file: pages from 1, with the seconds that each was on the screen, and those of these in which
 * it was there as text (reading mode).
 */
export type ShownFile = { name: string; pages: PageSeconds[]; asText: PageSeconds[] }

type PageSeconds = [page: number, seconds: number]

/** More than so many pages are told as ranges and a sum: the trail itself holds every one. */
const mostInFull = 8

/** Reads the files of a `pages.shown` event out of its audit row; what another release wrote otherwise is passed over. */
export function shownFiles(detail: Record<string, unknown>, nameOf: (fileId: string) => string): ShownFile[] {
  if (!Array.isArray(detail.files)) return []
  return detail.files.flatMap((file: { fileId?: unknown; pages?: unknown; asText?: unknown }) =>
    typeof file?.fileId === 'string' && Array.isArray(file.pages)
      ? [{ name: nameOf(file.fileId), pages: pagesIn(file.pages), asText: pagesIn(file.asText) }]
      : [],
  )
}

/** Events of a release without a reading mode say nothing of it. */
function pagesIn(value: unknown): PageSeconds[] {
  return Array.isArray(value) ? value.filter(isPage) : []
}

function isPage(value: unknown): value is PageSeconds {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number'
}

/** In words, per language. */
export const shownPages = {
  ja: (files: ShownFile[]) =>
    files
      .map(({ name, pages, asText }) =>
        pages.length > mostInFull
          ? `${name} ${ranges(pages, '〜', '、')}ページ（計${seconds(pages)}秒${textJa(seconds(asText))}）`
          : `${name} ${pages.map(([page, of]) => `${page}ページ（${of}秒${textJa(secondsOf(asText, page))}）`).join('、')}`,
      )
      .join('／'),
  en: (files: ShownFile[]) =>
    files
      .map(({ name, pages, asText }) =>
        pages.length > mostInFull
          ? `${name}, pages ${ranges(pages, '–', ', ')} (${seconds(pages)} s in all${textEn(seconds(asText))})`
          : `${name}, ${pages.map(([page, of]) => `page ${page} (${of} s${textEn(secondsOf(asText, page))})`).join(', ')}`,
      )
      .join('; '),
}

function textJa(of: number): string {
  return of === 0 ? '' : `、うち文字表示${of}秒`
}

function textEn(of: number): string {
  return of === 0 ? '' : `, ${of} s of it as text`
}

function secondsOf(pages: PageSeconds[], wanted: number): number {
  return seconds(pages.filter(([page]) => page === wanted))
}

function seconds(pages: PageSeconds[]): number {
  return pages.reduce((sum, [, of]) => sum + of, 0)
}

function ranges(pages: PageSeconds[], to: string, and: string): string {
  const runs: [number, number][] = []
  for (const [page] of pages) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === page - 1) last[1] = page
    else runs.push([page, page])
  }
  return runs.map(([from, until]) => (from === until ? `${from}` : `${from}${to}${until}`)).join(and)
}
