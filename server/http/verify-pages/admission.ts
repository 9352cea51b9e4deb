import { visitorOf } from '#domain/stranger-limit.ts'
import type { Ports } from '#server/usecases/ports.ts'

type Needs = Pick<Ports, 'limits' | 'workspace'>

/** Files that one visitor may send at the same time. */
const atOnce = 2
/** What must stay free where files are looked at: sealing works on the same disk, and a full one stops it. */
export const floorBytes = 256 * 1024 * 1024
/** The longest that sending 50 MB may take; whoever is slower only holds a place. */
export const sendingMilliseconds = 60_000

export type NotAdmitted = 'too_often' | 'busy'

/** Who may send a file now. Counted by address (IPv6 by its network) at once here, and by the hour over all processes. */
export function admission({ limits, workspace }: Needs) {
  const sending = new Map<string, number>()
  return {
    async admit(address: string): Promise<NotAdmitted | { leave(): void }> {
      const visitor = visitorOf(address)
      const others = sending.get(visitor) ?? 0
      if (others >= atOnce) return 'too_often'
      sending.set(visitor, others + 1)
      const leave = () => {
        const left = (sending.get(visitor) ?? 1) - 1
        if (left === 0) sending.delete(visitor)
        else sending.set(visitor, left)
      }
      try {
        const refused = await objection(visitor)
        if (refused === null) return { leave }
        leave()
        return refused
      } catch (error) {
        leave()
        throw error
      }
    },
    /** It cost a child process its limits. */
    async wasCostly(address: string): Promise<void> {
      await limits.spend('verify_costly', visitorOf(address))
    },
  }

  async function objection(visitor: string): Promise<NotAdmitted | null> {
    if ((await limits.wait('verify_costly', visitor)) !== null) return 'too_often'
    if ((await limits.spend('verify_address', visitor)) !== null) return 'too_often'
    return (await workspace.freeBytes()) < floorBytes ? 'busy' : null
  }
}
