import { recordedFiles } from '#domain/recorded-files.ts'
import { listDocumentIds } from '#server/adapters/postgres/documents/document-ids.ts'
import {
  examineDocumentChains,
  examineTeamChains,
} from '#server/adapters/postgres/installation/audit-chains.ts'
import type { Services } from '#server/start/open-services.ts'
import { severalAtOnce } from '#server/start/several-at-once.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import { DatabaseAway } from '#server/usecases/refused.ts'
import { verifyStored } from '#server/usecases/sealing/verify-stored.ts'
import { asJson, type Command, CommandRefused, exit, type Given, UsageRefused } from './command.ts'
import { withServices } from './with-services.ts'

/** So many documents between two words of progress. */
const page = 200
/** As many as the PDF worker has children, and as many whose files are read meanwhile. */
const atOnce = 4

/** One thing that is wrong. `storage_key`: null where it is about the trail or about the record itself. */
type Fault = { document: string | null; problem: string; storageKey: string | null; detail: string }
type Counts = {
  documents: number
  files: number
  signatures: number
  documentChains: number
  teamChains: number
  faults: number
}

/** Reads everything again that was recorded, beside a server that runs or while none does. */
export const verifyCommand: Command = {
  words: 'verify',
  takes: '[ID]',
  arguments: { least: 0, most: 1 },
  ja: '保存されたファイルと操作履歴をもう一度すべて読み、記録どおりか、署名が有効かを確かめます。',
  en: 'Read stored files and audit trails again: are they what was recorded, and do the signatures hold.',
  options: {
    all: { type: 'boolean', means: 'every document of every team, and the trails of the teams' },
    after: { type: 'string', value: 'ID', means: 'with --all: go on behind this document' },
    json: { ...asJson, means: 'print JSON, one fault a line and the counts at the end, for scripts' },
  },
  async run({ dist, positionals: [id = null], options, print }) {
    const all = options.all === true
    const after = typeof options.after === 'string' ? options.after : null
    if (all === (id !== null)) throw new UsageRefused('Give the id of a document, or --all.')
    if (!all && after !== null) throw new UsageRefused('--after belongs to --all.')
    const counts = await withServices(dist, (services) =>
      verify(services, { id, after: after ?? '' }, { options, print }),
    )
    sum(counts, { options, print })
    return counts.faults === 0 ? exit.done : exit.failed
  },
}

type Answering = Pick<Given, 'options' | 'print'>

async function verify(
  { pool, ports }: Services,
  { id, after }: { id: string | null; after: string },
  answering: Answering,
): Promise<Counts> {
  const counts = { documents: 0, files: 0, signatures: 0, documentChains: 0, teamChains: 0, faults: 0 }
  const tell = (fault: Fault) => {
    counts.faults += 1
    name(fault, answering)
  }

  async function one(document: string): Promise<void> {
    const found = await ports.database.read.document(document)
    // Deleted since its page was read.
    if (found === null) return
    counts.documents += 1
    const { files, signatures, faults } = await verifyStored(portsOf(ports, found), found)
    counts.files += files
    counts.signatures += signatures
    if (faults.length === 0) return
    // Somebody may have removed a file of a draft meanwhile: what is not recorded any more is no fault.
    const now = await ports.database.read.document(document)
    const recorded = new Set(now === null ? [] : recordedFiles(now).map(({ storageKey }) => storageKey))
    for (const { storageKey, problem, detail } of faults) {
      if (recorded.has(storageKey)) tell({ document, problem, storageKey, detail })
    }
  }

  const unreadable = (document: string) => (error: unknown) => {
    if (error instanceof DatabaseAway) throw error
    tell({ document, problem: 'unreadable', storageKey: null, detail: reasonOf(error) })
  }

  async function these(ids: string[]): Promise<void> {
    await severalAtOnce(ids.values(), atOnce, (each) => one(each).catch(unreadable(each)))
    const { chains, broken } = await examineDocumentChains(pool, ids)
    counts.documentChains += chains
    for (const { chain, sequence } of broken) tell(trailFault(chain, sequence))
  }

  if (id !== null) {
    await these([id])
    if (counts.documents === 0 && counts.faults === 0) throw new CommandRefused(`There is no document ${id}.`)
    return counts
  }
  const { chains, broken } = await examineTeamChains(pool)
  counts.teamChains = chains
  for (const { chain, sequence } of broken) {
    tell({ ...trailFault(null, sequence), detail: `team ${chain} from row ${sequence}` })
  }
  for (let last = after; ; ) {
    const ids = await listDocumentIds(pool, last, page)
    await these(ids)
    last = ids.at(-1) ?? last
    if (ids.length < page) return counts
    process.stderr.write(
      `${counts.documents} documents, the last is ${last} (--after ${last} goes on here)\n`,
    )
  }
}

function trailFault(document: string | null, sequence: number): Fault {
  const detail = `does not follow from the row before, or is missing, from row ${sequence}`
  return { document, problem: 'trail', storageKey: null, detail }
}

function name({ document, problem, storageKey, detail }: Fault, { options, print }: Answering): void {
  if (options.json === true) print(JSON.stringify({ document, problem, storage_key: storageKey, detail }))
  else print([document ?? '-', problem, storageKey ?? '-', detail].join('  '))
}

function sum(counts: Counts, { options, print }: Answering): void {
  const { documents, files, signatures, documentChains, teamChains, faults } = counts
  if (options.json === true) {
    const chains = { documents: documentChains, teams: teamChains }
    print(JSON.stringify({ documents, files, signatures, chains, faults }))
    return
  }
  print(
    `${documents} documents: ${files} files read, ${signatures} signatures and timestamps hold; ${documentChains} trails of documents and ${teamChains} of teams recomputed; ${faults === 0 ? 'nothing is wrong' : `${faults} faults`}.`,
  )
}
