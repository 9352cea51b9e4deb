import type { CallRefusal } from '#domain/team-event.ts'
import type { Origin, Ports } from '../ports.ts'

/** Records that a call of the Web API, or for a token, was turned away. `client`: whose credential it was, if known. */
export async function noteRefusedCall(
  { refusals }: Pick<Ports, 'refusals'>,
  from: Pick<Origin, 'address' | 'userAgent'>,
  { reason, client }: { reason: CallRefusal; client: { clientId: string; teamId: string } | null },
): Promise<void> {
  const actor = client === null ? ({ kind: 'stranger' } as const) : ({ kind: 'client', ...client } as const)
  await refusals.note({
    origin: { address: from.address, userAgent: from.userAgent, actor },
    event: {
      type: 'call.refused',
      reason,
      teamId: client?.teamId ?? null,
      ...(client === null ? {} : { clientId: client.clientId }),
    },
  })
}
