import type { Document } from '#domain/document.ts'
import { actToSign, everyoneConsented } from '#domain/seal.ts'
import { sealingFailed } from '#domain/sealing-trouble.ts'
import type { Outcome } from '#web/signing/DonePage.tsx'

/** How far a document is for someone who consented. `certificateEnds`: of the operator's signing certificate. */
export function outcomeOf(document: Document, certificateEnds: Date, now: Date): Outcome {
  if (document.status === 'concluded') return 'concluded'
  if (sealingFailed(document)) return 'failed'
  const everyone = everyoneConsented(document)
  const waits = everyone || actToSign(document) !== null
  if (waits && certificateEnds <= now) return 'delayed'
  return everyone ? 'concluding' : 'waiting'
}
