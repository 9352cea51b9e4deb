import type { Correction, Evidence } from '#domain/certificate.ts'
import { type Document, senderOf } from '#domain/document.ts'
import type { StatedLogin } from '#domain/document-event.ts'
import type { AuditRow } from '../ports.ts'

/**
 * What the certificate says from the trail. A log-in statement counts for a consent only when it came with the URL through which that
 * consent was given.
 */
export function evidenceIn(document: Document, trail: AuditRow[]): Evidence {
  const addresses = new Map<string, string>()
  const statements = new Map<string, StatedLogin>()
  const ofUrl = new Map<unknown, StatedLogin>()
  const urlOf = new Map<unknown, unknown>()
  const corrections = new Map<string, Correction>()
  for (const { type, at, actor, detail, address } of trail) {
    const id = typeof detail.participantId === 'string' ? detail.participantId : null
    if (type === 'document.sent') addresses.set(senderOf(document).id, address ?? '')
    if (type === 'signing_url.issued' && detail.statement !== undefined) {
      ofUrl.set(detail.urlId, detail.statement as StatedLogin)
    }
    if (type === 'tel_request.approved' && id !== null) corrections.set(id, correctionOf(at, actor))
    // Recorded with the approval, at the same instant; at another one the sender corrected the number by themselves.
    if (type === 'participant.tel_corrected' && id !== null) {
      if (corrections.get(id)?.at.getTime() !== at.getTime()) corrections.delete(id)
    }
    if (type === 'participant.authenticated') urlOf.set(detail.sessionId, detail.urlId)
    if (type === 'participant.consented' && id !== null) {
      addresses.set(id, address ?? '')
      const stated = ofUrl.get(urlOf.get(detail.sessionId))
      if (stated !== undefined) statements.set(id, stated)
    }
  }
  return { addresses, statements, corrections }
}

/** `actor`: `member:<id>:<via>`. */
function correctionOf(at: Date, actor: string): Correction {
  const [, by = '', via] = actor.split(':')
  return { at, by, throughWebApi: via === 'web_api' }
}
