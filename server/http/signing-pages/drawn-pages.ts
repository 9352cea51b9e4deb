import type { JSX } from 'preact'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import { renderPage } from '#web/signing/render-page.ts'

/** What was drawn, cut where a blank is: `blanks[n]` says whose value follows `pieces[n]`. */
type Drawn = { pieces: Buffer[]; blanks: number[] }

/** A page has about ten kilobytes, and a sender few of them: languages, surroundings, purposes, numbers of parties. */
const bounds = {
  entries: 500,
  bytes: 8 * 1024 * 1024,
  weigh: ({ pieces }: Drawn) => pieces.reduce((sum, piece) => sum + piece.length, 0),
}

/** Says that a text differs from visitor to visitor, and answers what stands in its place while the page is drawn. */
export type Blank = (value: string) => string

export type DrawnPages<Props> = {
  /** The page. Of what is a blank, the component may only say where it stands: it sees a mark and not the text. */
  page(propsWith: (blank: Blank) => Props): Buffer
}

/**
 * Pages that are the same for everybody but for some texts. Drawing and transcoding one took half of the processor time
 * of the first screen, so each kind is drawn once, with marks in the place of its texts, and cut at the marks. A kind is
 * all that the page is drawn from, so that nobody gets what belongs to another; functions among it are the process's.
 * `mark` is a text of base64url that nobody can know and that occurs nowhere else.
 */
export function drawnPages<Props extends object>(
  Page: (props: Props) => JSX.Element,
  mark: string,
): DrawnPages<Props> {
  const kept = new BoundedCache<string, Drawn>(bounds)
  return {
    page(propsWith) {
      const values: Buffer[] = []
      const props = propsWith((value) => `${mark}${values.push(Buffer.from(escaped(value))) - 1}_`)
      const key = JSON.stringify(props)
      let drawn = kept.get(key)
      if (drawn === undefined) {
        drawn = cut(renderPage(Page(props)), mark)
        kept.set(key, drawn)
      }
      const { pieces, blanks } = drawn
      const none = Buffer.alloc(0)
      return Buffer.concat(pieces.flatMap((piece, at) => [piece, values[blanks[at] ?? -1] ?? none]))
    },
  }
}

/** As Preact writes a text, in an attribute and between elements. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

function cut(html: string, mark: string): Drawn {
  const parts = html.split(new RegExp(`${mark}(\\d+)_`))
  return {
    pieces: parts.filter((_, at) => at % 2 === 0).map((piece) => Buffer.from(piece)),
    blanks: parts.filter((_, at) => at % 2 === 1).map(Number),
  }
}
