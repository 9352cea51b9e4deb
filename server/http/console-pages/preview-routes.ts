import { Readable } from 'node:stream'
import { h } from 'preact'
import { type Document, documentCan, recipientsOf, senderOf } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import { asAsked } from '#domain/preview.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { previewFiles } from '#server/usecases/sealing/preview-files.ts'
import {
  fetchFirstPage,
  fetchReadingCopy,
  fetchShownFile,
} from '#server/usecases/signing/fetch-shown-file.ts'
import { PreviewPage } from '#web/console/preview/PreviewPage.tsx'
import { type PreviewedFrom, previewWords } from '#web/console/preview/preview-words.ts'
import { personName } from '#web/console/words/template-words.ts'
import { ReviewPage } from '#web/signing/ReviewPage.tsx'
import type { OtherField, ReviewPreview } from '#web/signing/review-props.ts'
import { TermsPage } from '#web/signing/TermsPage.tsx'
import { askedLanguage } from '../common/language.ts'
import { framedByUs, setPageHeaders } from '../common/page-headers.ts'
import { sendPage } from '../common/send-page.ts'
import { sendFile } from '../send-file.ts'
import { chromeOf } from '../signing-pages/page.ts'
import { type Reader, reviewOf } from '../signing-pages/review-page.ts'
import { reader, userOfTemplate } from './checks.ts'
import { type FieldCall, placing } from './field-places.ts'
import { parameter, queried } from './fields.ts'
import type { Check } from './route.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { isHttps } from './visit.ts'

/** Whoever may read a draft, or use a template, may see what its recipients will see. */
const previewed: { path: string; check: Check<Pick<FieldCall, 'document' | 'base'>> }[] = [
  { path: '/documents/:id', check: placing('/console/documents', reader, ({ document }) => document) },
  {
    path: '/templates/:id',
    check: placing('/console/templates', userOfTemplate, ({ template }) => template),
  },
]

/**
 * A look at the review of a recipient before anything is sent: the page, the viewer and the files that they will meet, drawn by the
 * same code from what the draft will be. There is no session and no URL behind it, and nothing that it could record.
 */
export const previewRoutes: ConsoleRoute[] = previewed.flatMap(({ path, check }) => [
  memberRoute('GET', `${path}/preview`, check, (call) => {
    const { document, base, needs, visit, request, reply } = call
    // Sent meanwhile: what can be seen of it stands on its own page.
    if (!documentCan.placeFields(document)) return reply.redirect(base, 303)
    const recipients = recipientsOf(document)
    const person = recipients.find(({ id }) => id === queried(request, 'for')) ?? recipients[0]
    const there = document.files.length > 0 && person !== undefined
    setPageHeaders(reply, { https: isHttps(needs), frameAncestors: [], frames: true })
    const page = h(PreviewPage, {
      chrome: visit.chrome,
      document,
      base,
      participantId: there ? person.id : null,
      width: queried(request, 'width') === 'desk' ? 'desk' : 'phone',
      ...wayBack(call),
      others: there && othersOf(call, person).length > 0,
    })
    return sendPage(reply, page)
  }),

  memberRoute('GET', `${path}/preview/:participant`, check, async (call) => {
    const { document, base, needs, request, reply } = call
    if (!documentCan.placeFields(document)) return reply.redirect(base, 303)
    const looked = await readerOf(call)
    const props = await reviewOf(looked, {})
    setPageHeaders(reply, { https: isHttps(needs), frameAncestors: framedByUs })
    const page = h(ReviewPage, {
      ...props,
      // Nobody has acted yet.
      parties: props.parties.map((party) => ({ ...party, at: null })),
      preview: previewOf(call, looked.participant, {
        framed: request.headers['sec-fetch-dest'] === 'iframe',
      }),
    })
    return sendPage(reply, page)
  }),

  memberRoute('GET', `${path}/preview/:participant/files/:file`, check, async (call) => {
    const { needs, request, reply } = call
    const file = await fetchShownFile(needs, await readerOf(call), parameter(request, 'file'))
    const download = queried(request, 'download') !== ''
    return sendFile(reply, file, { kind: download ? 'attachment' : 'inline', https: isHttps(needs) })
  }),

  memberRoute('GET', `${path}/preview/:participant/files/:file/reading`, check, async (call) => {
    const { needs, request, reply } = call
    const file = await fetchReadingCopy(needs, await readerOf(call), parameter(request, 'file'))
    return sendFile(reply, file, { kind: 'inline', https: isHttps(needs) })
  }),

  memberRoute('GET', `${path}/preview/:participant/files/:file/first-page`, check, async (call) => {
    const { needs, request, reply } = call
    const picture = await fetchFirstPage(needs, await readerOf(call), parameter(request, 'file'))
    if (picture === null) return reply.status(204).send()
    reply.headers({ 'content-type': 'image/png', 'content-length': picture.bytes })
    return reply.send(Readable.from(picture.stream, { objectMode: false }))
  }),

  memberRoute('GET', `${path}/preview/:participant/terms`, check, async (call) => {
    const { chrome, base } = await readerOf(call)
    const { terms } = await call.needs.database.read.team(call.document.teamId)
    setPageHeaders(call.reply, { https: isHttps(call.needs), frameAncestors: framedByUs })
    return sendPage(call.reply, h(TermsPage, { chrome, base, text: terms.text }))
  }),

  // Whatever else is pressed, also without scripts, leads back to the page, which says that nothing was done.
  ...(['GET', 'POST'] as const).map((method) =>
    memberRoute(method, `${path}/preview/:participant/:act`, check, ({ base, request, reply }) =>
      reply.redirect(`${base}/preview/${parameter(request, 'participant')}?pressed=1`, 303),
    ),
  ),
])

/** The recipient whom the path names, before the document as it will be when they are asked. */
async function readerOf(call: FieldCall): Promise<Reader & { needs: FieldCall['needs'] }> {
  const { document, needs, visit, request } = call
  const id = parameter(request, 'participant')
  const person = recipientsOf(document).find((each) => each.id === id)
  if (person === undefined || !documentCan.placeFields(document)) {
    throw new Refused(refusal('participant_not_found'))
  }
  const [team, revisions] = await Promise.all([
    needs.database.read.team(document.teamId),
    previewFiles(needs, document),
  ])
  const lang = askedLanguage(request) ?? (person.language === 'en' ? 'en' : 'ja')
  const base = `${call.base}/preview/${person.id}`
  const asked = asAsked(document, person.id, revisions)
  const participants = asked.participants.map((each) => ({ ...each, name: personName(each, lang) }))
  const participant = participants.find((each) => each.id === id) ?? person
  const frame = chromeOf(needs, request, {
    base,
    sender: senderOf(document),
    team,
    session: null,
    path: base,
  })
  return {
    needs,
    document: { ...asked, participants },
    participant,
    chrome: { ...frame, lang, framed: false },
    base,
    formToken: visit.chrome.formToken,
  }
}

function previewOf(call: FieldCall, person: Participant, { framed }: { framed: boolean }): ReviewPreview {
  const { visit, request } = call
  const { lang } = visit.chrome
  const { label, lead, said, hash, back } = previewWords(lang)
  const way = wayBack(call)
  return {
    ...{ lang, label, lead, said, hash },
    back: framed ? null : { href: way.back, words: back[way.from] },
    pressed: queried(request, 'pressed') !== '',
    others: othersOf(call, person),
  }
}

/** What the sender filled in stands on the pages already. */
function othersOf({ document, visit }: FieldCall, person: Participant): OtherField[] {
  return recipientsOf(document).flatMap((each) => {
    if (each.id === person.id) return []
    const name = personName(each, visit.chrome.lang)
    return document.widgets
      .filter(({ participantId }) => participantId === each.id)
      .map(({ id, fileId, page, x, y, w, h }) => ({ id, fileId, page, x, y, w, h, name }))
  })
}

/** From which of our pages the look was begun. */
function wayBack({ document, base, request }: FieldCall): { from: PreviewedFrom; back: string } {
  const asked = queried(request, 'from')
  const ways = waysBack(document, base)
  const [from, back] = ways.find(([each]) => each === asked) ?? ways[0]
  return { from, back }
}

function waysBack({ status }: Document, base: string): [Way, ...Way[]] {
  const fields: Way = ['fields', `${base}/fields`]
  if (status === 'template') return [['template', base], fields]
  return [['draft', `${base}/draft`], ['check', `${base}/send`], fields, ['approval', `${base}/approval`]]
}

type Way = [PreviewedFrom, string]
