import type { Contact, ContactFields } from '#domain/contact.ts'

/** Of one member; nobody else's are ever read. */
export interface ContactReads {
  /** Those used last first. One that cannot be read is left out, and `unreadable` is told its id. */
  contactsOf(memberId: string, unreadable: Unreadable): Promise<Contact[]>
  /**
   * The first `most` that fit, those used last first. They are decrypted a page at a time and no further than needed: nothing of
   * what is encrypted is in an index.
   */
  firstContacts(
    memberId: string,
    fits: (contact: Contact) => boolean,
    most: number,
    unreadable: Unreadable,
  ): Promise<Contact[]>
}

type Unreadable = (id: string, error: unknown) => void

export interface ContactStores {
  contacts: {
    /** Keeps them for this member, or notes that they were used again. */
    remember(memberId: string, people: (ContactFields & { id: string })[], now: Date): Promise<void>
    forget(memberId: string, id: string): Promise<void>
    forgetAll(memberId: string): Promise<void>
    /** Of every member of the team. */
    forgetTeam(teamId: string): Promise<void>
  }
}
