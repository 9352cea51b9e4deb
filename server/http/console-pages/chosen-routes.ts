import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { rightAllows, rightOf } from '#domain/access.ts'
import { cancelDocument as cancelRule } from '#domain/decline.ts'
import { type Document, documentLimits } from '#domain/document.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { remindDocument } from '#domain/sending.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { putIntoCabinet } from '#server/usecases/managing/put-into-cabinet.ts'
import { recordIfMade } from '#server/usecases/records/fetch-record.ts'
import { Refused } from '#server/usecases/refused.ts'
import { cancelDocument } from '#server/usecases/sending/cancel-document.ts'
import { remindRecipient } from '#server/usecases/sending/remind-recipient.ts'
import { noteExport } from '#server/usecases/team/note-export.ts'
import {
  AskChosenPage,
  type AskChosenProps,
  type ChosenDocument,
  ChosenDonePage,
  type LeftOut,
} from '#web/console/documents/ChosenPage.tsx'
import { type ChosenAct, chosenActs, chosenWords } from '#web/console/documents/chosen-words.ts'
import { textProblem, textWords } from '#web/console/words/text-words.ts'
import { wordsIn } from '#web/console/words/words.ts'
import { sendPage } from '../common/send-page.ts'
import { contentDisposition } from '../content-disposition.ts'
import { loggedFailure } from '../failure.ts'
import { willPass } from '../unavailable.ts'
import { anyMember } from './checks.ts'
import { type Chosen, chosenIn, tickedIn } from './chosen-documents.ts'
import { documentArchive } from './document-archive.ts'
import { parameter, placeIn, typed } from './fields.ts'
import { listIn } from './listed-documents.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

/** What is done with several documents of a list: asked once, then done one by one, and told of each. */
export const chosenRoutes: ConsoleRoute[] = [
  memberRoute('POST', '/documents/chosen', anyMember, async ({ needs, visit, request, reply }) => {
    const act = actIn(typed(request, 'act'))
    const call = { needs, visit, request, reply }
    return ask(call, act, await chosenIn(call), { typed: '', error: null })
  }),

  memberRoute('POST', '/documents/chosen/:act', anyMember, async ({ needs, visit, request, reply }) => {
    const act = actIn(parameter(request, 'act'))
    const call = { needs, visit, request, reply }
    const comment = typed(request, 'comment')
    // What was asked about, and no other: what came to match meanwhile was not seen.
    const asked = await tickedIn(call)
    if ([...comment].length > documentLimits.declineComment) {
      const error = chosenWords[visit.chrome.lang].reasonLong
      return ask({ ...call, reply: reply.code(400) }, act, asked, { typed: comment, error })
    }
    const entry = { comment, cabinetId: cabinetIn(request) }
    const { included, leftOut } = judged(call, act, asked.chosen, entry)
    if (included.length === 0) return ask(call, act, asked, { typed: comment, error: null })
    if (act === 'download') return sendArchive(call, included)
    return carryOut(call, act, { included, leftOut, ...entry })
  }),
]

type Call = { needs: ConsoleNeeds; visit: Visit; request: FastifyRequest; reply: FastifyReply }

function actIn(given: string): ChosenAct {
  const act = chosenActs.find((each) => each === given)
  if (act === undefined) throw new Refused(refusal('form_stale'))
  return act
}

/** Null where none is chosen yet: what would keep a document out of every cabinet is asked then. */
function cabinetIn(request: FastifyRequest): string | null {
  const chosen = typed(request, 'cabinet_id')
  return chosen === '' ? null : chosen
}

async function ask(
  call: Call,
  act: ChosenAct,
  { chosen, matching }: Chosen,
  reason: AskChosenProps['reason'],
): Promise<FastifyReply> {
  const { needs, visit, request, reply } = call
  const { included, leftOut } = judged(call, act, chosen, { comment: '', cabinetId: null })
  const open = act === 'file' ? await needs.database.read.cabinetsFor(visit.member.id) : []
  const cabinets = open.filter(({ kind }) => kind === 'ordinary')
  if (included.length === 0 && leftOut.length === 0) reply.code(400)
  const shown = { included, leftOut, matching, reason, cabinets }
  const page = { chrome: visit.chrome, act, back: listIn(typed(request, 'back')), ...shown }
  return sendPage(reply, h(AskChosenPage, page))
}

type Entry = { comment: string; cabinetId: string | null }

/** Which of the chosen documents it can be done with, by the rules that will decide; and why not with the others. */
function judged(
  { needs, visit }: Pick<Call, 'needs' | 'visit'>,
  act: ChosenAct,
  chosen: Chosen['chosen'],
  entry: Entry,
): { included: Document[]; leftOut: LeftOut[] } {
  const words = chosenWords[visit.chrome.lang]
  const included: Document[] = []
  const leftOut: LeftOut[] = []
  for (const { id, document } of chosen) {
    const right = document === null ? null : rightOf(visit.member, document)
    if (document === null || !rightAllows(right, 'read') || document.status === 'template') {
      leftOut.push({ id, title: id, why: words.why.gone })
      continue
    }
    const may = rightAllows(right, act === 'download' ? 'read' : act === 'file' ? 'manage' : 'change')
    const why = may ? objection(needs, visit, document, act, entry) : words.why.notYours
    if (why === null) included.push(document)
    else leftOut.push({ id, title: document.title, why })
  }
  return { included, leftOut }
}

function objection(
  needs: ConsoleNeeds,
  visit: Visit,
  document: Document,
  act: ChosenAct,
  { comment, cabinetId }: Entry,
): string | null {
  const { why } = chosenWords[visit.chrome.lang]
  const now = portsOf(needs, document).clock.now()
  if (act === 'download') {
    return document.status === 'concluded' || document.status === 'imported' ? null : why.notConcluded
  }
  if (act === 'file') return cabinetId !== null && cabinetId === document.cabinetId ? why.nothingToFile : null
  const decided = act === 'remind' ? remindDocument(document, now) : cancelRule(document, comment, now)
  return decided.refusal === undefined ? null : sentence(visit, decided.refusal)
}

function sentence({ chrome: { lang } }: Visit, refused: Refusal): string {
  const words = wordsIn(lang)
  return textProblem(refused, textWords[lang]) ?? words.refusals[refused.code] ?? words.message.refused.lead
}

/**
 * One after the other; what is refused or fails for one is no reason for the others, and what was done is told in any case. Where
 * the database is away nothing more is tried.
 */
async function carryOut(
  { needs, visit, request, reply }: Call,
  act: Exclude<ChosenAct, 'download'>,
  { included, leftOut, comment, cabinetId }: Entry & { included: Document[]; leftOut: LeftOut[] },
): Promise<FastifyReply> {
  const done: ChosenDocument[] = []
  const notDone = [...leftOut]
  const { failed } = chosenWords[visit.chrome.lang].why
  let away = false
  for (const document of included) {
    const { id: documentId, title } = document
    const ports = portsOf(needs, document)
    if (away) {
      notDone.push({ id: documentId, title, why: failed })
      continue
    }
    try {
      if (act === 'remind') await remindRecipient(ports, visit.origin, { documentId })
      if (act === 'cancel') await cancelDocument(ports, visit.origin, { documentId, comment })
      if (act === 'file')
        await putIntoCabinet(ports, visit.origin, { documentId, memberId: visit.member.id, cabinetId })
      done.push({ id: documentId, title })
    } catch (error) {
      const refused = error instanceof Refused ? error.refusal : null
      if (refused === null) {
        request.log.error({ failure: loggedFailure(error) }, `an act for several failed: ${act}`)
        away = willPass(error)
      }
      notDone.push({ id: documentId, title, why: refused === null ? failed : sentence(visit, refused) })
    }
  }
  const rest = placeIn(typed(request, 'rest'))
  const page = { chrome: visit.chrome, act, back: listIn(typed(request, 'back')), rest, done, notDone }
  return sendPage(reply, h(ChosenDonePage, page))
}

async function sendArchive({ needs, visit, reply }: Call, documents: Document[]): Promise<FastifyReply> {
  const documentIds = documents.map(({ id }) => id)
  await noteExport(needs, visit.origin, {
    member: visit.member,
    exported: { type: 'export.documents', documentIds },
  })
  const archive = documentArchive(needs.storage, documents, {
    lang: visit.chrome.lang,
    now: needs.clock.now(),
    recordOf: (document) => recordIfMade(needs, document),
  })
  return reply
    .headers({
      'content-disposition': contentDisposition('attachment', 'documents.zip'),
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .type('application/zip')
    .send(Readable.from(archive, { objectMode: false }))
}
