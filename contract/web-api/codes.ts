import { type TUnsafe, Type } from 'typebox'
import type { DocumentStatus } from '#domain/document.ts'
import type { ParticipantStatus, RecipientLanguage } from '#domain/participant.ts'
import type { WidgetKind } from '#domain/widget.ts'

/** CloudSign's integers beside our words (CloudSign Web API 0.31, models). They are used nowhere else. */
export const documentStatusCode = {
  draft: 0,
  awaiting: 1,
  concluded: 2,
  cancelled: 3,
  template: 4,
  imported: 13,
} as const satisfies Record<DocumentStatus, number>

export const participantStatusCode = {
  waiting: 0,
  draft: 2,
  delivering: 3,
  confirming: 4,
  sent: 6,
  confirmed: 7,
  filled: 8,
  declined: 9,
  cancelled: 10,
  signing: 12,
} as const satisfies Record<ParticipantStatus, number>

export const widgetKindCode = { seal: 0, text: 1, checkbox: 2 } as const satisfies Record<WidgetKind, number>

export const widgetStatusCode = { empty: 0, filled: 1 } as const

/** One of these integers. */
export function codeOf(codes: Record<string, number>): TUnsafe<number> {
  return Type.Unsafe<number>({ type: 'integer', enum: Object.values(codes) })
}

/** `widget_type` in answers, `type` in requests. */
export const widgetKinds: Record<string, WidgetKind> = { '0': 'seal', '1': 'text', '2': 'checkbox' }

export const languages: Record<string, RecipientLanguage> = {
  ja: 'ja',
  en: 'en',
  'zh-CHS': 'zh-CHS',
  'zh-CHT': 'zh-CHT',
}

/** `status` of the list: -1 is every state. Imported documents cannot be asked for by number. */
export const listedStatuses: Record<string, Exclude<DocumentStatus, 'imported'> | 'every'> = {
  '-1': 'every',
  '0': 'draft',
  '1': 'awaiting',
  '2': 'concluded',
  '3': 'cancelled',
  '4': 'template',
}

/** How a recipient stands to others: not at all, or asked at the same time, where all of the group must consent. */
export const groupTypes: Record<string, 'none' | 'parallel'> = { 0: 'none', 1: 'parallel' }
