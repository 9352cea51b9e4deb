import {
  deletedWithFiles,
  documentsToExamine,
  type ExaminedPlace,
  teamsWithRetention,
} from '#server/adapters/postgres/teams/ended-documents.ts'
import { examineDocument } from '#server/usecases/retention/examine-document.ts'
import { removeDeletedFiles } from '#server/usecases/retention/remove-deleted-files.ts'
import { tellOfEnds } from '#server/usecases/retention/tell-of-ends.ts'
import type { UpkeepTask } from '#server/worker/upkeep.ts'
import { forEachDocument } from './for-each-document.ts'
import type { Services } from './open-services.ts'

type Needs = Pick<Services, 'pool' | 'ports' | 'log'>

const day = 24 * 3_600_000
/** So many documents of a team are looked at in a round, a few at a time; the rest waits for the next. */
const pages = 50
const page = 100

/**
 * Looks once a day at what may come to the end of its retention, tells the administrators, deletes what is past it, and removes
 * the files of what was deleted.
 */
export function endRetention(services: Needs): Omit<UpkeepTask, 'log'> {
  const { pool } = services
  return {
    name: 'end the retention of documents',
    everyMilliseconds: 10 * 60_000,
    async work() {
      await removeFilesOf(services, await deletedWithFiles(pool, page))
      for (const team of await teamsWithRetention(pool)) {
        await examineDocuments(services, team)
        await tellOfEnds(services.ports, team.id)
      }
    },
  }
}

async function examineDocuments(needs: Needs, { id, years }: { id: string; years: number }): Promise<void> {
  const { pool, ports } = needs
  const now = ports.clock.now().getTime()
  // What ends within a month was made before this; the end of the business year makes it later, never earlier.
  const madeBefore = new Date(now - years * 365 * day)
  const examinedBefore = new Date(now - day)
  let after: ExaminedPlace | null = null
  for (let round = 0; round < pages; round++) {
    // Each page begins behind the one before, so that documents that fail hold up nobody.
    const found: ExaminedPlace[] = await documentsToExamine(pool, id, {
      madeBefore,
      examinedBefore,
      after,
      most: page,
    })
    await examineEach(
      needs,
      found.map((each) => each.id),
    )
    after = found.at(-1) ?? null
    if (found.length < page) return
  }
}

function examineEach({ ports, log }: Needs, documents: string[]): Promise<void> {
  const examine = async (document: string) => {
    if (await examineDocument(ports, document)) await removeFilesOf({ ports, log }, [document])
  }
  return forEachDocument(documents, examine, {
    failed: (failure) =>
      log.warn(
        { event: 'retention.failed', ...failure },
        'a document at the end of its retention could not be looked at or deleted; it is tried again',
      ),
  })
}

function removeFilesOf({ ports, log }: Pick<Needs, 'ports' | 'log'>, documents: string[]): Promise<void> {
  return forEachDocument(documents, (document) => removeDeletedFiles(ports, document), {
    failed: (failure) =>
      log.warn(
        { event: 'retention.files_stay', ...failure },
        'the files of a deleted document could not be removed yet; it is tried again',
      ),
  })
}
