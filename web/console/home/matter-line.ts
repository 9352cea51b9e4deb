import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import type { Matter } from '#domain/matter.ts'
import { personName } from '../words/template-words.ts'
import { homeWords } from './home-words.ts'

/** A matter with its document, as it is listed. `memo`: of an alert. */
export type ListedMatter = { matter: Matter; document: Document; memo: string }

/** Whom it is about; a word for somebody where nobody is named any more. */
export function personOf(
  { matter, document }: Pick<ListedMatter, 'matter' | 'document'>,
  lang: Language,
): string {
  const person = document.participants.find(({ id }) => id === matter.participantId)
  if (person !== undefined) return personName(person, lang)
  const reportee = document.reportees.find(({ id }) => id === matter.participantId)
  return reportee?.name ?? homeWords[lang].someone
}

/** Where it is mended; for those who only oversee it, where it is seen. */
export function placeOfMatter(
  { matter, document }: Pick<ListedMatter, 'matter' | 'document'>,
  memberId = document.senderId,
): string {
  const base = `/console/documents/${document.id}`
  const { kind, participantId } = matter
  if (kind === 'tel_request' && memberId === document.senderId)
    return `${base}/participants/${participantId}/number`
  if (participantId === '') return base
  const isReportee = document.reportees.some(({ id }) => id === participantId)
  return `${base}#${isReportee ? 'reportee' : 'person'}-${participantId}`
}
