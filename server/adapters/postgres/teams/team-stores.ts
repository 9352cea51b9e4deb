import type { ContactStores } from '#server/usecases/contact-ports.ts'
import type { ParkedStores } from '#server/usecases/parked-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import type { RetentionReads, RetentionStores } from '#server/usecases/retention-ports.ts'
import type { ReturnSecretReads, ReturnSecretStores } from '#server/usecases/return-ports.ts'
import type { TeamReads, TeamStores } from '#server/usecases/team-ports.ts'
import type { TemplateStores } from '#server/usecases/template-ports.ts'
import type { Connection } from '../connection/statements.ts'
import { parkedStore } from '../documents/parked-jobs.ts'
import { waitingFileStore } from '../documents/waiting-file-store.ts'
import { cabinetReads, cabinetStore } from './cabinet-store.ts'
import { contactStore } from './contact-store.ts'
import { departmentReads, departmentStore } from './department-store.ts'
import { accountStore, invitationReads, invitationStore } from './invitation-store.ts'
import { logoReads, logoStore } from './logo-store.ts'
import { memberReads, memberStore } from './member-store.ts'
import { retentionReads, retentionStore } from './retention-store.ts'
import { returnSecretReads, returnSecretStore } from './return-secret-store.ts'
import { signInReads } from './sign-in-reads.ts'
import { signInStore } from './sign-in-store.ts'
import { teamEventReads } from './team-event-store.ts'
import { teamListReads } from './team-lists.ts'

/** What hangs on a team, inside a transaction. Nothing here is in a hurry: each write waits for its answer. */
export function teamStores(
  connection: Connection,
  secrets: Secrets,
): TeamStores & ContactStores & TemplateStores & RetentionStores & ParkedStores & ReturnSecretStores {
  return {
    signIn: signInStore(connection, secrets),
    members: memberStore(connection),
    invitations: invitationStore(connection),
    accounts: accountStore(connection),
    departments: departmentStore(connection),
    cabinets: cabinetStore(connection),
    logos: logoStore(connection),
    contacts: contactStore(connection, secrets),
    waitingFiles: waitingFileStore(connection),
    retention: retentionStore(connection),
    parkedJobs: parkedStore(connection),
    returnSecrets: returnSecretStore(connection, secrets),
  }
}

/** Reads of what hangs on a team. */
export function teamReads(
  pool: Connection,
  lists: Connection,
  secrets: Secrets,
): TeamReads & RetentionReads & ReturnSecretReads {
  return {
    ...signInReads(pool, secrets),
    ...memberReads(pool),
    ...invitationReads(pool),
    ...departmentReads(pool),
    ...cabinetReads(pool),
    ...logoReads(pool),
    ...teamEventReads(pool),
    ...teamListReads(lists),
    ...retentionReads(pool),
    ...returnSecretReads(pool, secrets),
  }
}
