import { identificationOf, type Participant } from '#domain/participant.ts'

/** How a recipient of the form is identified. */
export type How = 'sms' | 'mail' | 'site'

/** The form of a recipient as typed. */
export type PersonEntry = {
  how: How
  name: string
  organization: string
  tel: string
  email: string
  accessCode: string
  language: string
}

/** A form of a recipient or reportee: what stands in it, and what is wrong, by field. */
export type Entry<Fields> = { typed: Fields; problems: Record<string, string> }

export type ReporteeEntry = { name: string; organization: string; email: string }

export const emptyPerson: PersonEntry = {
  how: 'sms',
  name: '',
  organization: '',
  tel: '',
  email: '',
  accessCode: '',
  language: 'ja',
}

export const emptyReportee: ReporteeEntry = { name: '', organization: '', email: '' }

/** What the form shows of a recipient who is there already. */
export function entryOf(person: Participant): PersonEntry {
  const { name, organization, tel, email, accessCode, language, slot } = person
  const by = identificationOf(person)
  // Nothing was said yet about who fills an open place.
  const how = by === 'simple' ? 'site' : by === 'mail' && slot !== null && email === '' ? 'sms' : by
  return { how, name, organization, tel, email, accessCode, language }
}
