import { type Contact, type ContactFields, mostContacts } from '#domain/contact.ts'
import type { ContactReads, ContactStores } from '#server/usecases/contact-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { decryptText, encryptText, placeOfContact } from '../connection/encrypted-text.ts'
import { type Connection, statement } from '../connection/statements.ts'

/** `place`: the instant with all its digits, which a `Date` has not. */
type ContactRow = { id: string; person_hash: string; person_sealed: string; used_at: Date; place: string }

/** So many are read and decrypted at a time while some are looked for. */
const pageSize = 100

const keep = statement(
  'remember_contact',
  `insert into contacts (id, member_id, person_hash, person_sealed, used_at) values ($1, $2, $3, $4, $5)
   on conflict (member_id, person_hash) do update set used_at = greatest(contacts.used_at, excluded.used_at)`,
)
const cut = statement(
  'cut_contacts',
  `delete from contacts where member_id = $1 and id in (
     select id from contacts where member_id = $1 order by used_at desc, id desc offset $2)`,
)
const selected = 'select id, person_hash, person_sealed, used_at, used_at::text as place from contacts'
const inOrder = 'order by used_at desc, id desc limit $2'
const ofMember = statement<ContactRow>('contacts_of_member', `${selected} where member_id = $1 ${inOrder}`)
const behind = statement<ContactRow>(
  'contacts_of_member_behind',
  `${selected} where member_id = $1 and (used_at, id) < ($3::timestamptz, $4) ${inOrder}`,
)
const remove = statement('forget_contact', 'delete from contacts where member_id = $1 and id = $2')
const removeAll = statement('forget_contacts', 'delete from contacts where member_id = $1')
const removeTeam = statement(
  'forget_contacts_of_team',
  'delete from contacts c using members m where m.id = c.member_id and m.team_id = $1',
)

/** Address books inside a transaction. */
export function contactStore(connection: Connection, secrets: Secrets): ContactStores['contacts'] {
  return {
    async remember(memberId, people, now) {
      const hashed = people.map(({ id, ...person }) => {
        const { name, organization, tel, email } = person
        const hash = secrets.keyedHash('contact', memberId, name, organization, tel, email.toLowerCase())
        return { id, person, hash }
      })
      // In one order, so that two documents that a member sends at once to the same people do not wait for each other.
      hashed.sort((one, other) => (one.hash < other.hash ? -1 : 1))
      for (const { id, person, hash } of hashed) {
        const sealed = encryptText(JSON.stringify(person), secrets, placeOfContact(memberId, hash))
        await keep(connection, id, memberId, hash, sealed, now)
      }
      await cut(connection, memberId, mostContacts)
    },
    async forget(memberId, id) {
      await remove(connection, memberId, id)
    },
    async forgetAll(memberId) {
      await removeAll(connection, memberId)
    },
    async forgetTeam(teamId) {
      await removeTeam(connection, teamId)
    },
  }
}

/** Address books, each for the member whose it is. */
export function contactReads(connection: Connection, secrets: Secrets): ContactReads {
  return {
    async contactsOf(memberId, unreadable) {
      const rows = await ofMember(connection, memberId, mostContacts)
      return rows.flatMap((row) => readable(row, memberId, unreadable))
    },
    async firstContacts(memberId, fits, most, unreadable) {
      const found: Contact[] = []
      let last: ContactRow | undefined
      for (let looked = 0; looked < mostContacts; looked += pageSize) {
        const rows: ContactRow[] =
          last === undefined
            ? await ofMember(connection, memberId, pageSize)
            : await behind(connection, memberId, pageSize, last.place, last.id)
        for (const row of rows) {
          found.push(...readable(row, memberId, unreadable).filter(fits))
          if (found.length === most) return found
        }
        last = rows.at(-1)
        if (rows.length < pageSize) return found
      }
      return found
    },
  }

  /** One spoiled row must not keep somebody from all the others. */
  function readable(row: ContactRow, memberId: string, unreadable: (id: string, error: unknown) => void) {
    const { id, person_hash: hash, person_sealed: sealed, used_at: usedAt } = row
    try {
      const person: ContactFields = JSON.parse(decryptText(sealed, secrets, placeOfContact(memberId, hash)))
      return [{ id, ...person, usedAt }]
    } catch (error) {
      unreadable(id, error)
      return []
    }
  }
}
