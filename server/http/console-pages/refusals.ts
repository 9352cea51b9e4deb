import type { RefusalCode } from '#domain/refusal.ts'
import type { MessageKind } from '#web/console/MessagePage.tsx'

/** Refusals that have a page of their own; any other says that the state has changed, with its own sentence. */
const pages: Partial<Record<RefusalCode, { status: number; kind: MessageKind }>> = {
  document_not_found: { status: 404, kind: 'not_found' },
  file_not_found: { status: 404, kind: 'not_found' },
  participant_not_found: { status: 404, kind: 'not_found' },
  attached_file_not_found: { status: 404, kind: 'not_found' },
  template_not_available: { status: 404, kind: 'not_found' },
  client_unknown: { status: 404, kind: 'not_found' },
  member_not_found: { status: 404, kind: 'not_found' },
  department_not_found: { status: 404, kind: 'not_found' },
  cabinet_not_found: { status: 404, kind: 'not_found' },
  invitation_over: { status: 410, kind: 'refused' },
  not_an_administrator: { status: 403, kind: 'forbidden' },
  form_stale: { status: 403, kind: 'stale' },
}

export function pageOf(code: RefusalCode): { status: number; kind: MessageKind } {
  return pages[code] ?? { status: 409, kind: 'refused' }
}
