/**
 * The press: a process of its own that parses and draws, with no secrets, no environment and little memory. Started by
 * `press.ts`; answers one job at a time over the IPC channel and ends when the channel closes.
 */
import { listSignatures, readBack } from '#server/adapters/verification/read-back.ts'
import { prepareCertificate } from './certificate-revision.ts'
import { prepareConsent } from './consent-revision.ts'
import { unprintable } from './fonts.ts'
import { inspect } from './intake.ts'
import { type PressAnswer, type PressJob, type PressJobs, type PressRequest, READY } from './press-message.ts'
import { prepareSending } from './sending-revision.ts'

type Does = { [Job in PressJob]: (argument: PressJobs[Job][0]) => Promise<PressJobs[Job][1]> }

const ops: Does = {
  inspect,
  prepareSending,
  prepareConsent,
  prepareCertificate,
  readBack,
  listSignatures,
  unprintable: async (text) => unprintable(text),
}

process.on('message', (request: PressRequest) => {
  void answer(request).then((message) => process.send?.(message))
})
process.on('disconnect', () => process.exit(0))
process.send?.(READY)

async function answer(request: PressRequest): Promise<PressAnswer> {
  try {
    const job = ops[request.job] as (argument: unknown) => Promise<unknown>
    return { id: request.id, ok: true, answer: await job(request.argument), ...spent() }
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return { id: request.id, ok: false, reason, ...spent() }
  }
}

/** Asking the system at every answer was a twentieth of the press's work. */
const spentEveryMilliseconds = 500
let measured = { at: Number.NEGATIVE_INFINITY, cpu: 0, rss: 0 }

function spent(): { cpu: number; rss: number } {
  const at = performance.now()
  if (at - measured.at > spentEveryMilliseconds) {
    const { user, system } = process.cpuUsage()
    measured = { at, cpu: (user + system) / 1_000_000, rss: process.memoryUsage.rss() }
  }
  return { cpu: measured.cpu, rss: measured.rss }
}
