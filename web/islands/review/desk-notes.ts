import { element, type Sentences } from '../papers/sentences.ts'

/** Milliseconds after which a file that has not come is called slow. */
const slowAfter = 8000

/** Says that the file is on its way, and after a while that it takes long. */
export function patience(desk: HTMLElement, sentences: Sentences): { end(): void } {
  const words = element('p', { class: 'viewer-wait', role: 'status' }, sentences.loading)
  desk.before(words)
  const timer = setTimeout(() => {
    words.textContent = sentences.slow
  }, slowAfter)
  return {
    end: () => {
      clearTimeout(timer)
      words.remove()
    },
  }
}

/** A small picture of page 1, to be read until the page itself is drawn: over a slow line that takes seconds. */
export function showFirstLook(sheet: HTMLElement, file: { url: string }, onSeen: () => void): void {
  const picture = element('img', { class: 'first-look', alt: '', src: `${file.url}/first-page` })
  picture.addEventListener('load', onSeen)
  // There is none for every file.
  picture.addEventListener('error', () => picture.remove())
  sheet.append(picture)
}

/** In the place of a page that cannot be drawn here: an empty sheet would look like an empty page. */
export function pageFailed(file: { url: string }, sentences: Sentences): HTMLElement {
  const link = element('a', { href: file.url, target: '_blank', rel: 'noopener' }, sentences.openPdf)
  return element('p', { class: 'page-failed', role: 'status' }, `${sentences.pageFailed} `, link)
}
