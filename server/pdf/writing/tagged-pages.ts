import { makeDict, type PdfRef, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { array, dict, name, textString } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'

/** Structure types of ISO 32000-1 §14.8.4 that a certificate has. */
export type TagType = 'Document' | 'Sect' | 'H1' | 'H2' | 'H3' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure'

/** A node of the structure: what it holds in reading order, nodes or marked content of a page. */
type Tag = { type: TagType; alt: string | null; kids: (Tag | Mark)[] }
type Mark = { page: number; id: number }

/**
 * Content of pages with its structure (tagged PDF): whatever is shown belongs to a tag, or is an artifact. Neighbouring
 * lines of one tag on one page are one marked content.
 */
export class TaggedPages {
  /** Pieces of each page's content. */
  readonly #pages: string[][] = [[]]
  readonly #root: Tag = { type: 'Document', alt: null, kids: [] }
  readonly #open: Tag[] = [this.#root]
  readonly #counts: number[] = [0]
  #last: { tag: Tag; page: number } | null = null

  /** Content of each page. */
  get pages(): string[] {
    return this.#pages.map((parts) => parts.join(''))
  }

  /** Goes on to a new page. */
  turn(): void {
    this.#pages.push([])
    this.#counts.push(0)
    this.#last = null
  }

  /** A node of this type in the one that is open. */
  node(type: TagType, alt: string | null = null): Tag {
    const tag: Tag = { type, alt, kids: [] }
    this.#open.at(-1)?.kids.push(tag)
    return tag
  }

  /** What `draw` shows belongs to this node. */
  into(tag: Tag, draw: () => void): void {
    this.#open.push(tag)
    draw()
    this.#open.pop()
  }

  /** What `draw` shows belongs to a new node of this type. */
  within(type: TagType, draw: () => void, alt: string | null = null): void {
    this.into(this.node(type, alt), draw)
  }

  /** Content of the node that is open. */
  show(content: string): void {
    const page = this.#pages.length - 1
    const parts = this.#pages[page] ?? []
    const tag = this.#open.at(-1) ?? this.#root
    if (this.#last?.tag === tag && this.#last.page === page) {
      parts.splice(-1, 1, content, END)
      return
    }
    const id = this.#counts[page] ?? 0
    this.#counts[page] = id + 1
    tag.kids.push({ page, id })
    parts.push(`/${tag.type} <</MCID ${id}>> BDC\n`, content, END)
    this.#last = { tag, page }
  }

  /** Content that says nothing: rules, grounds, and what is repeated on each page. */
  artifact(content: string, page = this.#pages.length - 1): void {
    this.#pages[page]?.push('/Artifact BMC\n', content, END)
    this.#last = null
  }

  /** Writes the structure; gives the root of it. `StructParents` of a page is its place. */
  writeStructure(revision: Revision, pages: PdfRef[]): PdfRef {
    const root = revision.allocate()
    const owners = pages.map((): PdfRef[] => [])
    const write = (tag: Tag, parent: PdfRef): PdfRef => {
      const ref = revision.allocate()
      const own = tag.kids.find(isMark)?.page ?? 0
      const kids = tag.kids.map((kid): PdfValue => {
        if (!isMark(kid)) return write(kid, ref)
        const marked = owners[kid.page]
        if (marked) marked[kid.id] = ref
        if (kid.page === own) return kid.id
        return dict({ Type: name('MCR'), Pg: pages[kid.page], MCID: kid.id })
      })
      const [only] = kids
      const marks = tag.kids.some(isMark)
      // Whole numbers only: nothing is to be shortened.
      const entry = makeDict({
        S: name(tag.type),
        P: parent,
        Pg: marks ? pages[own] : undefined,
        K: kids.length > 1 ? kids : only,
        Alt: tag.alt === null ? undefined : textString(tag.alt),
        A: tag.type === 'TH' ? ROW_HEAD : undefined,
      })
      revision.put(ref, entry)
      return ref
    }
    const document = write(this.#root, root)
    const places = owners.flatMap((own, page): PdfValue[] => [page, array(own)])
    const parents = revision.add(dict({ Nums: array(places) }))
    revision.put(
      root,
      dict({
        Type: name('StructTreeRoot'),
        K: document,
        ParentTree: parents,
        ParentTreeNextKey: pages.length,
      }),
    )
    return root
  }
}

const END = 'EMC\n'
const ROW_HEAD = dict({ O: name('Table'), Scope: name('Row') })

function isMark(kid: Tag | Mark): kid is Mark {
  return 'id' in kid
}

/** Content in another language than the document's. */
export function inLanguage(language: string, content: string): string {
  return `/Span <</Lang (${language})>> BDC\n${content}${END}`
}
