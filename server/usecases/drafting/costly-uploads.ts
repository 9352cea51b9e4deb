import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { MachineBusy, Refused } from '../refused.ts'
import type { Inspection } from '../sealing-ports.ts'

type Needs = Pick<Ports, 'limits'>

/** Whoever brought several files that cost a child process its limits waits a while before the next is looked at. */
export async function refuseAfterCostly({ limits }: Needs, { actor }: Origin): Promise<void> {
  if (actor.kind !== 'member') return
  const minutes = await limits.wait('costly_uploads', actor.memberId)
  if (minutes !== null) {
    throw new Refused(refusal('uploads_paused', 'uploadfile', { minutes, seconds: minutes * 60 }))
  }
}

/**
 * Has an upload looked at. Only what was too costly counts against whoever brought it: files that are refused for what
 * they are cost nothing. Nor does what a busy machine had no time for, unless it had cost much by then.
 */
export async function countingCostly(
  { limits }: Needs,
  { actor }: Origin,
  look: () => Promise<Inspection>,
): Promise<Inspection> {
  const count = () => (actor.kind === 'member' ? limits.spend('costly_uploads', actor.memberId) : null)
  try {
    const inspection = await look()
    if (!inspection.ok && inspection.problem === 'too_costly') await count()
    return inspection
  } catch (error) {
    if (error instanceof MachineBusy && error.heavy) await count()
    throw error
  }
}
