/**
 * Accepted means concludable: an empty sending and an empty consent are drawn on the upload by the very
 * code that will draw them, and judged by the very code that judges at the end. Only the cryptography is left out.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareConsent } from '#server/pdf/writing/consent-revision.ts'
import { prepareSending } from '#server/pdf/writing/sending-revision.ts'
import type { DrawnWidget, FinalProblem, SignatureText } from '#server/usecases/sealing-ports.ts'
import { verifyUnsigned } from '#server/verification/final-verification.ts'

/** What is rehearsed, and on which file. */
export type Rehearsal = {
  path: string
  pages: { width: number; height: number }[]
  signed: boolean
  docMdp: 1 | 2 | 3 | null
  /** Where it may write. */
  scratch: string
}

/** Any ids do: they only have to look like real ones. */
const DOCUMENT_ID = '00000000000000000000000000000000'
const PARTICIPANT_ID = '00000000000000000000000000000001'
const BOX = 16

let rehearsed = 0

/**
 * What the final verification would refuse in the end; none when the upload can be concluded. Rejects when it cannot
 * even be drawn on.
 */
export async function rehearse(rehearsal: Rehearsal): Promise<FinalProblem[]> {
  const { path, pages, signed, scratch } = rehearsal
  rehearsed += 1
  const sent = join(scratch, `rehearsal-${rehearsed}-sent.pdf`)
  const consented = join(scratch, `rehearsal-${rehearsed}-consented.pdf`)
  const at = new Date(0)
  const signature: SignatureText = { name: 'Musubi', reason: '', contactInfo: DOCUMENT_ID, at }
  const widgets = widgetsFor(rehearsal)
  try {
    await prepareSending({
      sourcePath: path,
      targetPath: sent,
      documentId: DOCUMENT_ID,
      signed,
      evaluation: false,
      senderWidgets: [],
      recipients: [{ participantId: PARTICIPANT_ID, widgets }],
      signature,
    })
    const consent = { documentId: DOCUMENT_ID, participantId: PARTICIPANT_ID, widgets, signature }
    await prepareConsent({ sourcePath: sent, targetPath: consented, ...consent })
    return await verifyUnsigned({
      path: consented,
      originalPath: path,
      pages: pages.length,
      acts: [
        { participantId: null, at },
        { participantId: PARTICIPANT_ID, at },
      ],
      trustedSigners: [],
      trustedTsas: null,
    })
  } finally {
    await Promise.all([sent, consented].map((file) => rm(file, { force: true })))
  }
}

/** One field on every page, since any page may get one; none where the certification allows none. */
function widgetsFor({ pages, docMdp }: Rehearsal): DrawnWidget[] {
  if (docMdp === 2) return []
  return pages.map(({ width, height }, page) => ({
    id: `0000000000000000000000000000${String(page).padStart(4, '0')}`,
    kind: 'checkbox' as const,
    page,
    x: 0,
    y: 0,
    w: Math.min(BOX, width),
    h: Math.min(BOX, height),
    fontSize: null,
    value: '',
  }))
}
