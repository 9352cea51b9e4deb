import type { JSX } from 'preact'
import type { Authorities } from '#domain/member.ts'
import type { Refusal } from '#domain/refusal.ts'
import { Field } from '#web/ui/Field.tsx'
import { Choices } from '../frame/Choices.tsx'
import { textProblem } from '../words/text-words.ts'
import type { MemberWords } from './member-words.ts'

/** The form's fields as typed. */
export type MemberEntry = { name: string; organization: string; email: string; authorities: Authorities }

export const noAuthorities: Authorities = {
  teamAdministrator: false,
  documentAdministrator: false,
  documentApprover: false,
  privateDocumentAdministrator: false,
}

/** In the order of the screen. */
export const offices: (keyof Authorities)[] = [
  'teamAdministrator',
  'documentAdministrator',
  'privateDocumentAdministrator',
  'documentApprover',
]

/** Fields of the form by office. */
export const officeFields: Record<keyof Authorities, string> = {
  teamAdministrator: 'team_administrator',
  documentAdministrator: 'document_administrator',
  documentApprover: 'document_approver',
  privateDocumentAdministrator: 'private_document_administrator',
}

export type MemberFieldsProps = {
  words: MemberWords
  entry: MemberEntry
  objections: Refusal[]
  /** What is said of the address; null where it cannot be typed. */
  emailHint: string | null
}

/** What is typed about a member: name, organisation, address, and the roles. */
export function MemberFields({ words, entry, objections, emailHint }: MemberFieldsProps): JSX.Element {
  const error = (field: string) => memberProblem(objections, field, words)
  return (
    <>
      <Field
        id="name"
        name="name"
        label={words.name}
        hint={null}
        error={error('name')}
        value={entry.name}
        autocomplete="off"
        required
      />
      <Field
        id="organization"
        name="organization"
        label={words.organization}
        hint={null}
        error={error('organization')}
        value={entry.organization}
        autocomplete="off"
      />
      {emailHint === null ? null : (
        <Field
          id="email"
          name="email"
          type="email"
          label={words.email}
          hint={emailHint}
          error={error('email')}
          value={entry.email}
          autocomplete="off"
          required
        />
      )}
      <Choices
        legend={words.rolesLegend}
        hint={null}
        choices={offices.map((office) => ({
          name: officeFields[office],
          label: words.roles[office],
          hint: words.roleHints[office],
          checked: entry.authorities[office],
        }))}
      />
    </>
  )
}

export function memberProblem(objections: Refusal[], field: string, words: MemberWords): string | null {
  const objection = objections.find((each) => each.field === field)
  if (objection === undefined) return null
  if (objection.code === 'field_missing') return words.errors.missing[field] ?? words.notSaved
  if (objection.code === 'email_taken') return words.errors.email_taken
  if (objection.code === 'field_too_long') return words.errors.too_long(Number(objection.detail?.limit))
  return textProblem(objection, words.errors) ?? words.errors.malformed
}
