import { join } from 'node:path'
import { inspect } from '#server/pdf/intake/intake.ts'
import { prepareConsent } from '#server/pdf/writing/consent-revision.ts'
import { prepareSending } from '#server/pdf/writing/sending-revision.ts'
import type { Inspection, Sealer } from '#server/usecases/sealing-ports.ts'
import { verifyFinal } from '#server/verification/final-verification.ts'
import { signatureText, widget } from '#tests/fixtures/pdf/agreement.ts'

/** `stuck`: it was accepted, and yet the final verification would never let it be concluded; or something threw. */
export type Outcome = { outcome: string; stuck: string | null; finished: string | null }

/** Uploads, sends, consents and reads back, with real signatures and without processes between. */
export async function outcomeOf(upload: string, folder: string, sealer: Sealer): Promise<Outcome> {
  const repairedPath = join(folder, 'repaired.pdf')
  const found = await inspect({ path: upload, repairedPath, keepOnly: false, scratch: folder }).catch(stackOf)
  // A refusal is an answer; an exception is a fault of ours, whatever it says.
  if (typeof found === 'string') return { outcome: 'threw at intake', stuck: found, finished: null }
  if (!found.ok) return { outcome: found.problem, stuck: null, finished: null }
  const outcome = found.repaired ? 'accepted after repair' : 'accepted'
  try {
    const source = found.repaired ? repairedPath : upload
    const { problems, path } = await conclude(source, join(folder, 'work.pdf'), found, sealer)
    return { outcome, stuck: problems.length === 0 ? null : JSON.stringify(problems), finished: path }
  } catch (error) {
    return { outcome, stuck: stackOf(error), finished: null }
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

type Accepted = Extract<Inspection, { ok: true }>

async function conclude(source: string, work: string, { signed, docMdp, pages }: Accepted, sealer: Sealer) {
  const at = new Date()
  const last = pages.length - 1
  const { width = 0, height = 0 } = pages[last] ?? {}
  const fits = docMdp !== 2 && width >= 200 && height >= 24
  const fitAll = fits && width >= 230 && height >= 120
  const widgets = [
    ...(fits ? [widget('w1', 'text', 0, 0, '甲', last)] : []),
    ...(fitAll
      ? [widget('w2', 'seal', 0, 30, '山田', last), widget('w3', 'checkbox', 210, 0, '1', last)]
      : []),
  ]
  const senderWidgets = fitAll ? [widget('w4', 'text', 0, 90, '乙は甲に対し', last)] : []
  const common = { documentId: 'd1', signature: signatureText('', at) }
  const sent = await prepareSending({
    ...common,
    sourcePath: source,
    targetPath: `${work}.sent`,
    signed,
    evaluation: true,
    senderWidgets,
    recipients: [{ participantId: 'p1', widgets: widgets.map((one) => ({ ...one, value: '' })) }],
  })
  await sealer.seal(sent)
  const consent = { ...common, participantId: 'p1', widgets, sourcePath: sent.path }
  const { path } = await prepareConsent({ ...consent, targetPath: `${work}.consented` }).then(
    async (prepared) => {
      await sealer.seal(prepared)
      return prepared
    },
  )
  const { problems } = await verifyFinal({
    path,
    originalPath: source,
    pages: pages.length,
    acts: [
      { participantId: null, at },
      { participantId: 'p1', at },
    ],
    trustedSigners: [sealer.signerSha256],
    trustedTsas: 'any',
  })
  return { problems, path }
}
