import { type Document, senderOf } from '#domain/document.ts'
import type { StatedLogin } from '#domain/document-event.ts'
import type { Correction, PartyRecord } from '#domain/party-evidence.ts'
import type { AuditRow } from '../ports.ts'

type Pages = Map<string, Map<number, number>>
/** Counted while the trail is read: what of it was before the consent that counts. */
type Told = PartyRecord & {
  sent: number
  sentAt: Date | null
  voice: boolean
  wrong: number
  pages: Pages | null
}

/** The trail as of the last consent, which is what the certificate can name. */
export function trailOfAgreement(trail: AuditRow[]): AuditRow[] {
  return trail.slice(0, trail.findLastIndex(({ type }) => type === 'participant.consented') + 1)
}

/**
 * What the certificate says from the trail. A log-in statement counts for a consent only when it came with the URL through
 * which that consent was given; nothing of whoever held a place before counts for the one to whom they passed it on.
 */
export function recordsIn(document: Document, trail: AuditRow[]): Map<string, PartyRecord> {
  const told = new Map<string, Told>()
  const sender = senderOf(document).id
  const ofUrl = new Map<unknown, StatedLogin>()
  const ofSession = new Map<unknown, { urlId: unknown; code: PartyRecord['code'] }>()
  for (const row of trail) {
    const { type, at, actor, detail, address, userAgent } = row
    const id = type === 'document.sent' ? sender : String(detail.participantId ?? '')
    if (id === '') continue
    const own = told.get(id) ?? nothingTold()
    told.set(id, own)
    switch (type) {
      case 'document.sent':
        Object.assign(own, { address, userAgent })
        break
      case 'participant.transferred':
        told.set(id, nothingTold())
        break
      case 'signing_url.issued':
        if (detail.statement !== undefined) ofUrl.set(detail.urlId, detail.statement as StatedLogin)
        break
      case 'tel_request.approved':
        own.correction = correctionOf(at, actor)
        break
      // Recorded with the approval, at the same instant; at another one the sender corrected the number by themselves.
      case 'participant.tel_corrected':
        if (own.correction?.at.getTime() !== at.getTime()) own.correction = null
        break
      case 'sms_code.requested':
        own.sent += 1
        own.sentAt = at
        own.voice = detail.channel === 'voice'
        break
      case 'sms_code.wrong':
        own.wrong += 1
        break
      case 'participant.authenticated':
        ofSession.set(detail.sessionId, {
          urlId: detail.urlId,
          code: detail.method === 'sms' ? codeOf(own, at) : null,
        })
        break
      case 'terms.agreed':
        own.termsVersion = String(detail.termsVersion ?? '') || null
        break
      case 'pages.shown':
        own.pages = withPages(own.pages ?? new Map(), detail.files)
        break
      case 'participant.consented': {
        const session = ofSession.get(detail.sessionId)
        const statement = ofUrl.get(session?.urlId) ?? null
        Object.assign(own, { address, userAgent, statement, code: session?.code ?? null })
      }
    }
  }
  return told
}

function nothingTold(): Told {
  return {
    ...{ address: null, userAgent: null, statement: null, correction: null, code: null, termsVersion: null },
    ...{ pages: null, sent: 0, sentAt: null, voice: false, wrong: 0 },
  }
}

function codeOf({ sent, sentAt, voice, wrong }: Told, at: Date): PartyRecord['code'] {
  return {
    ...{ by: voice ? 'voice' : 'sms', sentAt: sentAt?.toISOString() ?? null, enteredAt: at.toISOString() },
    ...{ sent, wrong },
  }
}

/** `actor`: `member:<id>:<via>`. */
function correctionOf(at: Date, actor: string): Correction {
  const [, by = '', via] = actor.split(':')
  return { at, by, throughWebApi: via === 'web_api' }
}

function withPages(pages: Pages, files: unknown): Pages {
  for (const { fileId, pages: shown } of Array.isArray(files) ? files : []) {
    const own = pages.get(fileId) ?? new Map<number, number>()
    pages.set(fileId, own)
    for (const [page, seconds] of shown) own.set(page, (own.get(page) ?? 0) + seconds)
  }
  return pages
}
