import type { Mail, MailTransport, SmsGateway, SmsMessage, Storage } from '#server/usecases/delivery-ports.ts'
import { StoredFileMissing } from '#server/usecases/delivery-ports.ts'
import type { WebhookSender } from '#server/usecases/webhook-ports.ts'
import { type DeliveryOutcome, deliveryOutcomes, type Metrics } from './metrics.ts'

type Answer = { outcome: 'accepted' | 'unknown' } | { outcome: 'rejected'; tryAgain: boolean }

function outcomeOf(answer: Answer): DeliveryOutcome {
  return answer.outcome === 'rejected' && answer.tryAgain ? 'deferred' : answer.outcome
}

/** The same gateway, whose answers are counted. */
export function measuredGateway(gateway: SmsGateway, id: string, metrics: Metrics): SmsGateway {
  for (const outcome of deliveryOutcomes) metrics.smsAnswered(id, outcome, 0)
  return {
    ...gateway,
    async send(message: SmsMessage) {
      const answer = await gateway.send(message)
      metrics.smsAnswered(id, outcomeOf(answer))
      return answer
    },
  }
}

/** The same way for mail, whose answers are counted. */
export function measuredTransport(transport: MailTransport, metrics: Metrics): MailTransport {
  return {
    ...transport,
    async send(mail: Mail) {
      const answer = await transport.send(mail)
      metrics.mailAnswered(outcomeOf(answer))
      return answer
    },
  }
}

/** The same sender, whose answers are measured. */
export function measuredSender(sender: WebhookSender, metrics: Metrics): WebhookSender {
  return {
    ...sender,
    async send(message) {
      const began = performance.now()
      const met = await sender.send(message)
      const answer = 'status' in met.answer ? `${Math.floor(met.answer.status / 100)}xx` : 'none'
      metrics.webhookAnswered(answer, (performance.now() - began) / 1000)
      return met
    },
  }
}

/** The same storage; what fails is counted by its code. A file that is not there is an answer, not a failure of the storage. */
export function measuredStorage(storage: Storage, metrics: Metrics): Storage {
  async function counted<Found>(operation: string, asked: Promise<Found>): Promise<Found> {
    try {
      return await asked
    } catch (error) {
      if (!(error instanceof StoredFileMissing)) metrics.storageFailed(operation, codeOf(error))
      throw error
    }
  }
  return {
    put: (key, source) => counted('put', storage.put(key, source)),
    putBytes: (key, bytes) => counted('put', storage.putBytes(key, bytes)),
    putFile: (key, path) => counted('put', storage.putFile(key, path)),
    read: (key, sha256) => counted('read', storage.read(key, sha256)),
    readText: (key) => counted('read', storage.readText(key)),
    copy: (key, to) => counted('copy', storage.copy(key, to)),
    localCopy: (key, sha256) => counted('read', storage.localCopy(key, sha256)),
    remove: (key) => counted('remove', storage.remove(key)),
    removeFolder: (folder) => counted('remove', storage.removeFolder(folder)),
    keysOf: (prefix) => counted('list', storage.keysOf(prefix)),
  }
}

/** Of the system, such as `ENOSPC`; else the kind of error. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
