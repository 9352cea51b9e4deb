import type { JSX } from 'preact'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import { renderPage } from '#web/signing/render-page.ts'

/** What differs between two pages of one kind: both are of base64url, so nothing of them is escaped anywhere. */
type Blanks = { token: string; formToken: string }

type Drawn = { pieces: Buffer[]; blanks: (keyof Blanks)[] }

/** A page has about six kilobytes, and a sender few of them: languages, surroundings, purposes. */
const bounds = {
  entries: 500,
  bytes: 8 * 1024 * 1024,
  weigh: ({ pieces }: Drawn) => pieces.reduce((sum, piece) => sum + piece.length, 0),
}

export type DrawnPages = {
  /** What `draw` puts in the place of the tokens. */
  marks: Blanks
  /** The page of this kind with these tokens. `kind`: plain data; all of what `draw` draws from, but for the assets. */
  page(kind: unknown, values: Blanks, draw: () => JSX.Element): Buffer
}

/**
 * Pages that are the same for everybody but for their tokens. Drawing and transcoding one took half of the processor time
 * of the first screen, so each kind is drawn once, with marks in the place of its tokens, and cut at the marks. A kind is
 * all that the page is drawn from; `mark` makes a text of base64url that nobody can know and that occurs nowhere else.
 */
export function drawnPages(mark: () => string): DrawnPages {
  const marks: Blanks = { token: mark(), formToken: mark() }
  const kept = new BoundedCache<string, Drawn>(bounds)
  return {
    marks,
    page(kind, values, draw) {
      const key = JSON.stringify(kind)
      let drawn = kept.get(key)
      if (drawn === undefined) {
        drawn = cut(renderPage(draw()), marks)
        kept.set(key, drawn)
      }
      const { pieces, blanks } = drawn
      const bytes = {
        token: Buffer.from(values.token, 'latin1'),
        formToken: Buffer.from(values.formToken, 'latin1'),
      }
      return Buffer.concat(
        pieces.flatMap((piece, at) => {
          const blank = blanks[at]
          return blank === undefined ? [piece] : [piece, bytes[blank]]
        }),
      )
    },
  }
}

function cut(html: string, marks: Blanks): Drawn {
  const pieces = html.split(new RegExp(`(${marks.token}|${marks.formToken})`))
  return {
    pieces: pieces.filter((_, at) => at % 2 === 0).map((piece) => Buffer.from(piece)),
    blanks: pieces
      .filter((_, at) => at % 2 === 1)
      .map((piece) => (piece === marks.token ? 'token' : 'formToken')),
  }
}
