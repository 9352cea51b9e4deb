import { type Document, recipientsOf } from './document.ts'
import { normalized } from './typed-text.ts'

/** アドレス帳: somebody whom a member has asked before, as they were entered then. Nobody else sees them. */
export type Contact = {
  id: string
  name: string
  organization: string
  /** One of both is empty. */
  tel: string
  email: string
  usedAt: Date
}

export type ContactFields = Omit<Contact, 'id' | 'usedAt'>

/** So many are kept for each member; then those go that were not used for longest. */
export const mostContacts = 1_000

/** Whom a document asks, as they are kept: those who can be asked again by number or address. */
export function contactsOf(document: Document): ContactFields[] {
  return recipientsOf(document)
    .filter(({ name, tel, email }) => name !== '' && (tel !== '' || email !== ''))
    .map(({ name, organization, tel, email }) => ({
      name,
      organization,
      tel,
      email: tel === '' ? email : '',
    }))
}

/** Those whose name, organisation, number or address has what was typed; all where nothing was. */
export function contactsMatching(contacts: Contact[], typed: string): Contact[] {
  return contacts.filter(fitsTyped(typed))
}

/** Whether one has it. */
export function fitsTyped(typed: string): (contact: Contact) => boolean {
  const wanted = compared(typed)
  if (wanted === '') return () => true
  const digits = wanted.replaceAll(/[-\s]/g, '')
  return ({ name, organization, tel, email }) =>
    [name, organization, email].some((each) => compared(each).includes(wanted)) ||
    (/^\d{3,}$/.test(digits) && tel.includes(digits))
}

/** Full and half width, capitals and spaces are no difference. */
function compared(text: string): string {
  return (normalized('NFKC', text, 1_000) ?? text).toLowerCase().replaceAll(/\s+/g, '')
}
