import type { Contact, ContactFields } from '#domain/contact.ts'

/** Of one member; nobody else's are ever read. */
export interface ContactReads {
  /** Those used last first. */
  contactsOf(memberId: string): Promise<Contact[]>
}

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
