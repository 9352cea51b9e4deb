import type { Document } from './document.ts'
import type { DocumentEvent } from './document-event.ts'

/**
 * Which pages of which files were on a recipient's screen, and for how many seconds: what their browser says, as far as
 * it can be true. A browser without scripts says nothing, and the trail then says that nothing was recorded. `asText`:
 * for how many of those seconds the page was there as text (reading mode) instead of as a picture; absent where it never
 * was, as in every event of releases that had no reading mode.
 */
export type PagesShown = { fileId: string; pages: PageSeconds[]; asText?: PageSeconds[] }[]

/** A page, counted from 1, and seconds. */
type PageSeconds = [page: number, seconds: number]

export const pagesShownLimits = {
  /** Reports of one session before its consent; a browser of ours sends one whenever its page leaves the screen. */
  reports: 30,
  /** Pages that one report names. */
  pages: 2000,
  /** Characters of a report as it is posted. */
  characters: 32 * 1024,
}

/**
 * `<file>:<page>=<seconds>[t<seconds as text>],…;…` as the review page posts it, pages from 1; null when it is something
 * else.
 */
export function readPagesShown(text: string): PagesShown | null {
  if (text === '') return []
  if (text.length > pagesShownLimits.characters) return null
  const files: PagesShown = []
  for (const part of text.split(';')) {
    const [, fileId, list] = /^([A-Za-z0-9_-]{1,64}):([0-9=,t]+)$/.exec(part) ?? []
    if (fileId === undefined || list === undefined) return null
    const pages: PageSeconds[] = []
    const asText: PageSeconds[] = []
    for (const pair of list.split(',')) {
      const [, page, seconds, text] = /^([0-9]{1,5})=([0-9]{1,6})(?:t([0-9]{1,6}))?$/.exec(pair) ?? []
      if (page === undefined || seconds === undefined) return null
      pages.push([Number(page), Number(seconds)])
      if (text !== undefined) asText.push([Number(page), Number(text)])
    }
    files.push(asText.length > 0 ? { fileId, pages, asText } : { fileId, pages })
  }
  return files
}

type Reader = { participantId: string; sessionId: string; sessionCreatedAt: Date }

/** The event of one report; null when it names no page that the document has. No page was shown longer than the session. */
export function pagesShown(
  document: Document,
  shown: PagesShown,
  reader: Reader,
  now: Date,
): DocumentEvent | null {
  const longest = Math.ceil((now.getTime() - reader.sessionCreatedAt.getTime()) / 1000)
  let room = pagesShownLimits.pages
  const files: PagesShown = []
  for (const file of document.files) {
    const reports = shown.filter(({ fileId }) => fileId === file.id)
    const sums = sumsOf(reports.flatMap((report) => report.pages))
    const textSums = sumsOf(reports.flatMap((report) => report.asText ?? []))
    const pages = [...sums]
      .filter(([page, seconds]) => page >= 1 && page <= file.pages.length && seconds >= 1)
      .map(([page, seconds]): PageSeconds => [page, Math.min(longest, seconds)])
      .sort(([a], [b]) => a - b)
      .slice(0, room)
    room -= pages.length
    // As text a page was shown no longer than it was shown.
    const asText = pages
      .map(([page, seconds]): PageSeconds => [page, Math.min(seconds, textSums.get(page) ?? 0)])
      .filter(([, seconds]) => seconds >= 1)
    if (pages.length > 0) files.push({ fileId: file.id, pages, ...(asText.length > 0 ? { asText } : {}) })
  }
  if (files.length === 0) return null
  const { participantId, sessionId } = reader
  return { type: 'pages.shown', at: now, documentId: document.id, participantId, sessionId, files }
}

function sumsOf(each: PageSeconds[]): Map<number, number> {
  const sums = new Map<number, number>()
  for (const [page, seconds] of each) sums.set(page, (sums.get(page) ?? 0) + seconds)
  return sums
}

/**
 * What a consent says of the pages: the report that came with it, or, where this session never sent one, that none was
 * recorded.
 */
export function pagesAtConsent(
  document: Document,
  shown: PagesShown | null,
  reader: Reader & { reports: number },
  now: Date,
): DocumentEvent[] {
  const event = shown === null ? null : pagesShown(document, shown, reader, now)
  if (event !== null) return [event]
  if (reader.reports > 0) return []
  const { participantId, sessionId } = reader
  return [{ type: 'pages.not_recorded', at: now, documentId: document.id, participantId, sessionId }]
}
