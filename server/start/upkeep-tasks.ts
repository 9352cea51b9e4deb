import { replacementDays } from '#domain/file-replacement.ts'
import { pruneFeeds } from '#server/adapters/postgres/deliveries/prune-feed.ts'
import { bindTexts, unboundTextsAreOver } from '#server/adapters/postgres/documents/bind-texts.ts'
import {
  markDrawnAnew,
  removeFromFlight,
  takeDocumentsInFlight,
} from '#server/adapters/postgres/documents/documents-in-flight.ts'
import { fillListings, followNumbers } from '#server/adapters/postgres/documents/fill-listings.ts'
import { removeWaitingFiles } from '#server/adapters/postgres/documents/waiting-file-store.ts'
import { addMissingDeliveryJobs } from '#server/adapters/postgres/jobs/missing-delivery-jobs.ts'
import { addMissingJobs } from '#server/adapters/postgres/jobs/missing-jobs.ts'
import { reviveParkedSeals } from '#server/adapters/postgres/jobs/parked-seals.ts'
import { eraseTypedRows, eraseWebhookSecrets, prune } from '#server/adapters/postgres/jobs/prune.ts'
import { takeSlowTestSms } from '#server/adapters/postgres/jobs/test-message-store.ts'
import { eraseExpiredTexts } from '#server/adapters/postgres/signing/sms-message-store.ts'
import { erasePastReturnSecrets } from '#server/adapters/postgres/teams/return-secret-store.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import { releasePutOff } from '#server/usecases/notifying/release-put-off.ts'
import { takeSmsReceipt } from '#server/usecases/notifying/take-sms-receipt.ts'
import { testReceiptOf } from '#server/usecases/notifying/test-receipt.ts'
import { DatabaseAway } from '#server/usecases/refused.ts'
import { judgeInFlight } from '#server/usecases/sealing/judge-in-flight.ts'
import { goOnReplaying } from '#server/usecases/webhooks/replay-deliveries.ts'
import type { UpkeepTask } from '#server/worker/upkeep.ts'
import { endRetention } from './end-retention.ts'
import { goOnBulkSending } from './go-on-bulk-sending.ts'
import { keepRecords } from './keep-records.ts'
import type { Services } from './open-services.ts'
import { remindOfDays } from './remind-of-days.ts'
import { remindRecipients } from './remind-recipients.ts'
import { renewArchives } from './renew-archives.ts'
import { turnDataKeys } from './turn-data-keys.ts'

const minuteMilliseconds = 60_000
const hourMilliseconds = 60 * minuteMilliseconds

const daysAgo = (days: number, now: Date) => new Date(now.getTime() - days * 24 * hourMilliseconds)

/** What is done again and again beside requests and jobs. Each takes little at a time and holds up nobody. */
export function upkeepOf(services: Services): Omit<UpkeepTask, 'log'>[] {
  const { config, pool, ports, log } = services
  const { clock, secrets, storage } = ports
  let textsAreBound = false
  let allAreJudged = false
  let allAreListed = false
  return [
    {
      // A code's text goes when its life ends, also where no gateway took it.
      name: 'erase expired texts',
      work: () => eraseExpiredTexts(pool, clock.now()),
      everyMilliseconds: 60_000,
    },
    {
      name: 'remove what is over',
      async work() {
        await eraseWebhookSecrets(pool, clock.now())
        await erasePastReturnSecrets(pool, clock.now())
        await eraseTypedRows(pool, clock.now())
        await removeWaitingFiles(pool, (key) => storage.remove(key), daysAgo(replacementDays, clock.now()))
        const rows =
          (await prune(pool, clock.now())) + (await pruneFeeds(pool, daysAgo(config.feedDays, clock.now())))
        if (rows > 0) log.info({ event: 'rows.pruned', rows }, 'rows that nobody needs any more were removed')
      },
      everyMilliseconds: hourMilliseconds,
    },
    {
      name: 'bind encrypted texts of an earlier release',
      async work() {
        if (textsAreBound) return
        textsAreBound = (await bindTexts(pool, secrets)).done
      },
      everyMilliseconds: 1_000,
    },
    turnDataKeys(services),
    takeNoMoreUnboundTexts(services),
    {
      name: 'list documents of an earlier release',
      async work() {
        if (allAreListed) return
        allAreListed = (await fillListings(pool, secrets)).done
      },
      everyMilliseconds: 1_000,
    },
    {
      name: 'find numbers that an earlier release wrote beside this one',
      work: () => followNumbers(pool, secrets, clock.now()),
      everyMilliseconds: 60_000,
    },
    recordRefusals(services),
    writeCalls(services),
    remindOfDays(services),
    remindRecipients(services),
    goOnBulkSending(services),
    endRetention(services),
    renewArchives(services),
    ...keepRecords(services),
    {
      name: 'bring SMS of tests to slow phones',
      async work() {
        const got = await takeSlowTestSms(pool, clock.now())
        for (const id of got) await takeSmsReceipt(ports, testReceiptOf(id, 'delivered'))
      },
      everyMilliseconds: 2_000,
    },
    {
      name: 'go on with webhooks that were put off or are sent again',
      work: () => goOnWithWebhooks(ports),
      everyMilliseconds: 1_000,
    },
    {
      name: 'verify what an earlier release sent',
      async work() {
        if (!allAreJudged) allAreJudged = await judgeSome({ pool, ports, log })
      },
      everyMilliseconds: 1_000,
    },
    {
      name: 'revive parked seals',
      async work() {
        const seals = await reviveParkedSeals(pool)
        if (seals > 0) log.warn({ seals }, 'parked seals are tried again')
      },
      everyMilliseconds: hourMilliseconds,
    },
    {
      // Rows that were changed by hand, or brought back from a backup of which the queue was no part.
      name: 'add missing jobs',
      async work() {
        for (const { documentId, act } of await addMissingJobs(pool)) {
          const cause =
            act === null
              ? 'everybody consented, and no job was there that concludes it'
              : `act ${act} is not signed, and no job was there that signs it`
          log.warn(
            { event: 'job.added_again', document: documentId, cause },
            'nothing would have moved a document any more; its job was added again',
          )
        }
      },
      everyMilliseconds: hourMilliseconds,
    },
    {
      name: 'add missing jobs of deliveries',
      async work() {
        const deliveries = await addMissingDeliveryJobs(pool, clock.now())
        if (deliveries > 0)
          log.warn(
            {
              event: 'job.added_again',
              deliveries,
              cause: 'they were due, and no job was there that sends them',
            },
            'nobody would have sent these webhooks any more; their jobs were added again',
          )
      },
      everyMilliseconds: 5 * minuteMilliseconds,
    },
  ]
}

/** Mostly there is nothing, and one short statement says so. */
async function goOnWithWebhooks(ports: Services['ports']): Promise<void> {
  const { putOff, replays } = await ports.database.read.webhooksThatWait()
  await releasePutOff(ports, putOff)
  await goOnReplaying(ports, replays)
}

/** What a process that takes no jobs has to look after all the same. */
export function upkeepOfServing(services: Services): Omit<UpkeepTask, 'log'>[] {
  const { pool, episodes } = services
  return [
    takeNoMoreUnboundTexts(services),
    recordRefusals(services),
    writeCalls(services),
    {
      // A worker notices by the answers to its questions for jobs.
      name: 'notice that the database is back',
      async work() {
        if (episodes.seconds === null) return
        await pool.query('select 1')
        episodes.answered()
      },
      everyMilliseconds: 1_000,
    },
  ]
}

/** Counts of minutes that are over (`refusal-recorder.ts`). */
function recordRefusals({ ports }: Services): Omit<UpkeepTask, 'log'> {
  return {
    name: 'record how often somebody was refused',
    work: () => ports.refusals.flush(),
    everyMilliseconds: 10_000,
  }
}

/** Calls of the last second (`call-log.ts`). */
function writeCalls({ ports }: Services): Omit<UpkeepTask, 'log'> {
  return {
    name: 'write down calls of the Web API',
    work: () => ports.callLog.flush(),
    everyMilliseconds: 1_000,
  }
}

function takeNoMoreUnboundTexts({ pool, unbound }: Services): Omit<UpkeepTask, 'log'> {
  return {
    name: 'take no more unbound texts',
    async work() {
      unbound.over ||= await unboundTextsAreOver(pool)
    },
    everyMilliseconds: hourMilliseconds,
  }
}

/**
 * So many a round: with their final verification they take a second or two of one child of the PDF worker, and people
 * sign beside it.
 */
const documentsInFlightAtOnce = 10

/** Answers whether all are judged. */
async function judgeSome({ pool, ports, log }: Pick<Services, 'pool' | 'ports' | 'log'>): Promise<boolean> {
  const taken = await takeDocumentsInFlight(pool, documentsInFlightAtOnce)
  for (const { documentId, again } of taken ?? []) {
    const judged = await judgeInFlight(ports, documentId, again).catch((error: unknown) => {
      if (error instanceof DatabaseAway) throw error
      log.warn(
        { document: documentId, reason: reasonOf(error) },
        'a document of an earlier release could not be verified yet',
      )
      return { outcome: 'later' as const }
    })
    if (judged.outcome === 'good' || judged.outcome === 'given_up') await removeFromFlight(pool, documentId)
    if (judged.outcome === 'drawn_anew') {
      await markDrawnAnew(pool, documentId)
      log.info(
        { event: 'document.drawn_anew', document: documentId, reason: judged.reason },
        'what an earlier release sent would not have been concluded; it is drawn anew, nobody had consented',
      )
    }
    if (judged.outcome === 'given_up') {
      log.error(
        {
          event: 'sealing.failed',
          document: documentId,
          reason: judged.reason,
          cure: 'the sender ends the document and sends it again (docs/operations.md, updating)',
        },
        'what an earlier release sent cannot be concluded, and somebody has consented to it; the sender was told',
      )
    }
  }
  return taken === null
}
