import type { PdfProblem } from '#domain/pdf-problem.ts'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import type { Inspection } from '#server/usecases/sealing-ports.ts'

/** What an entry weighs, and each of its pages, in bytes, about; 100,000 pages together. */
const ENTRY_BYTES = 500
const PAGE_BYTES = 50
const MOST_BYTES = 5_000_000

/** Something could not be read, drawn or compared: the file is to blame, or the memory that was left at that moment. */
const MAY_BE_THE_MACHINE: ReadonlySet<PdfProblem> = new Set<PdfProblem>([
  'too_costly',
  'needs_repair',
  'readers_disagree',
  'signed_damaged',
  'content_unclear',
  'form_unclear',
  'rehearsal',
])

/**
 * What intake found of a file, by the SHA-256 of its bytes: a template's file is uploaded again and again, and reading and
 * rehearsing it costs more than all else of an upload. Kept by the process that runs the rehearsal, so that another release
 * never believes this one's. Not kept: what needed repair (its bytes would have to be kept too), and refusals that may have
 * been the machine's fault.
 */
export class KnownUploads {
  readonly #known = new BoundedCache<string, Inspection>({
    entries: MOST_BYTES / ENTRY_BYTES,
    bytes: MOST_BYTES,
    weigh: ({ pages }) => ENTRY_BYTES + PAGE_BYTES * (pages?.length ?? 0),
  })

  /** The remembered answer, or that of `inspect`. */
  async through(key: string | undefined, inspect: () => Promise<Inspection>): Promise<Inspection> {
    if (key === undefined) return inspect()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const found = await inspect()
    const lasting = found.ok ? found.repaired === null : !MAY_BE_THE_MACHINE.has(found.problem)
    if (lasting) this.#known.set(key, found)
    return found
  }
}
