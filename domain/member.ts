import { keptEmail } from './email-address.ts'
import { isBlankText } from './invisible-text.ts'
import { type Refusal, refusal } from './refusal.ts'
import { keptText, refusalIn } from './text-rules.ts'

/** A person of a team who signs in to the console and for whom client ids act. */
export type Member = {
  id: string
  teamId: string
  name: string
  organization: string
  email: string
  authorities: Authorities
  disabled: boolean
  /** How far the rights of a document administrator reach. */
  oversight: Oversight
}

export type Authorities = {
  teamAdministrator: boolean
  documentAdministrator: boolean
  documentApprover: boolean
  privateDocumentAdministrator: boolean
}

/**
 * Whose documents an administrator of documents oversees: the whole team's, or, in a team with departments, those of
 * `colleagues` (members of the same departments, oneself included) and those in `cabinets` that are open to them;
 * `everything` when the all-documents cabinet is.
 */
export type Oversight = 'team' | { colleagues: string[]; cabinets: string[]; everything: boolean }

const memberLimits = { name: 64, organization: 64, email: 254 }

export type MemberWords = { name: string; organization: string; email: string }

/** All three stand on certificates, as the sender's. */
export const memberTextRules = {
  name: { printed: true },
  organization: { printed: true },
  email: { printed: true },
}

/** Everything that is wrong with what was typed about a member. */
export function memberObjections({ name, organization, email }: MemberWords): Refusal[] {
  const tooLong = (field: keyof typeof memberLimits, text: string) =>
    [...text].length > memberLimits[field]
      ? refusal('field_too_long', field, { limit: memberLimits[field] })
      : null
  const unprintable = (field: 'name' | 'organization', text: string) =>
    refusalIn(keptText(text, field, memberTextRules[field]))
  return [
    isBlankText(name)
      ? refusal('field_missing', 'name')
      : (tooLong('name', name) ?? unprintable('name', name)),
    tooLong('organization', organization) ?? unprintable('organization', organization),
    email === ''
      ? refusal('field_missing', 'email')
      : (tooLong('email', email) ?? refusalIn(keptEmail(email, 'email'))),
  ].filter((each) => each !== null)
}

/** A member as the list of members knows them. */
export type TeamMember = Member & {
  /** They have chosen a password; until then they cannot sign in. */
  canSignIn: boolean
}

/**
 * Null when the change leaves somebody who can administrate the team: enabled, with the role and a password. `members`
 * are all of the team, as they are; `next` is one of them as they would be.
 */
export function lastAdministratorObjection(members: TeamMember[], next: Member): Refusal | null {
  const administrates = (each: Member) => each.authorities.teamAdministrator && !each.disabled
  const others = members.filter((each) => each.id !== next.id && each.canSignIn && administrates(each))
  const before = members.find((each) => each.id === next.id)
  const loses = before !== undefined && administrates(before) && !administrates(next)
  return loses && others.length === 0 ? refusal('last_administrator') : null
}
