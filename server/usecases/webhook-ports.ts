import type { Delivery, DeliveryAttempt, DeliveryState } from '#domain/delivery.ts'
import type { FeedEvent } from '#domain/event-feed.ts'
import type { WebhookEndpoint } from '#domain/webhook.ts'
import type { RecordedEvent } from '#domain/webhook-message.ts'
import type { TryAnswer } from '#domain/webhook-try.ts'

/** One message to one URL. `signed`: by these secrets, the present one first; null where the format signs nothing. */
export type WebhookMessage = {
  url: string
  body: string
  signed: { id: string; at: Date; secrets: string[] } | null
}

/** Posts messages to the addresses of strangers, and to no address that only this machine or its network reaches. */
export interface WebhookSender {
  /** Never throws for what goes wrong at the other side. `body`: the first 2 KB of the answer. */
  send(message: WebhookMessage): Promise<{ answer: TryAnswer; body: string }>
  /** Whether the operator named this host, so that it may be private and plain. */
  allows(url: URL): boolean
  /** Whether it names an address instead of a host, and one that no request goes to unless the operator named it. */
  leadsInside(url: URL): boolean
  /** Whether addresses must be https but for those. */
  readonly production: boolean
  /** The addresses that requests come from, as the operator says; empty where nothing is said. */
  readonly sourceAddresses: string[]
}

/** The places in which this process tries webhooks, and who may have them (`domain/webhook-places.ts`). */
export interface WebhookPlaces {
  /** Takes one; what comes back gives it free again, and is harmless twice. Null: others have their turn first. */
  enter(endpoint: Pick<WebhookEndpoint, 'id' | 'teamId'>): (() => void) | null
  /** So many tries of this endpoint may run at a time, by what is known of its answers. */
  most(target: string): number
  /** Whether something is put off for it, as far as this process knows. */
  waits(target: string): boolean
  /** For which endpoints something is put off now. */
  noteWaiting(targets: string[]): void
}

/** Endpoints and deliveries inside a transaction. Whoever changes an endpoint as a member holds the team before. */
export interface WebhookStores {
  webhooks: {
    /** Of the team, oldest first; without those that were removed. */
    ofTeam(teamId: string): Promise<WebhookEndpoint[]>
    /** Null when there is none (any more). */
    get(id: string): Promise<WebhookEndpoint | null>
    lock(id: string): Promise<WebhookEndpoint | null>
    insert(endpoint: WebhookEndpoint): Promise<void>
    save(endpoint: WebhookEndpoint): Promise<void>
    /** Its address and secrets are erased. */
    remove(id: string, now: Date): Promise<void>
    /** Whether there is, or was, one of this id, whosever. */
    isKnown(id: string): Promise<boolean>
    /** A command before a terminal registered it, and takes it away when it ends. */
    markTerminal(id: string): Promise<void>
    isTerminal(id: string): Promise<boolean>
  }
  deliveries: {
    lock(id: string): Promise<Delivery | null>
    /** What was recorded; null where the event is of nothing recorded. */
    eventOf(delivery: Delivery): Promise<RecordedEvent | null>
    insert(delivery: Omit<Delivery, 'id'>): Promise<string>
    save(delivery: Delivery): Promise<void>
    saveAttempt(deliveryId: string, attempt: DeliveryAttempt): Promise<void>
    /**
     * Delivered by this attempt, if it is the one that the delivery waits for and its endpoint's row is as it was read; the job of
     * the attempt goes as well. False: nothing was written.
     */
    settle(
      deliveryId: string,
      attempt: DeliveryAttempt,
      rule: { version: string; now: Date },
    ): Promise<boolean>
    /** The job of its next try, due at `nextAt`. Asked for again, it is moved there. */
    schedule(delivery: Delivery): Promise<void>
  } & PutOffStore &
    ReplayStore
  feed: {
    /** From its commit on, events of these kinds are kept for the team's feed. */
    open(teamId: string, types: string[]): Promise<void>
    /**
     * Gives the next events their numbers and holds the team's feed until commit. `unopened`: `open` has not been
     * committed for these kinds; `collecting`: what was recorded before is not all there yet.
     */
    fill(teamId: string, types: string[], most: number): Promise<'unopened' | 'collecting' | 'ready'>
    /** Those that have a number, from this one on. */
    from(teamId: string, number: number, most: number): Promise<FeedEvent[]>
  }
}

/** What waits for a receiver that rests: rows that wait, with no instant and no job. */
export interface PutOffStore {
  /** Puts off what is due for this endpoint, but for what is being tried, for this reason; at most so many. */
  putOff(target: string, rule: { reason: string; now: Date; most: number }): Promise<void>
  /** How many are due for this endpoint and have a job; counted no further than is of use. */
  countQueued(target: string, now: Date): Promise<number>
  /** Gives those that were put off first a job that is due now. */
  release(target: string, now: Date, most: number): Promise<void>
  /** Parks what is put off and began its round before an instant. */
  parkPutOff(target: string, rule: { before: Date; reason: string; now: Date; most: number }): Promise<void>
}

/** What of an endpoint is sent again: of events of this time, ended when it was asked for; `all`: what arrived as well. */
type Replay = { from: Date; before: Date; all: boolean; askedAt: Date }

/** Periods that are sent again, in steps. */
export interface ReplayStore {
  countReplayed(target: string, replay: Replay): Promise<number>
  insertReplay(target: string, replay: Replay): Promise<string>
  /** Looks at the next `most` and puts what is wanted into its next round, to be released like what was put off. Is there more? */
  replayStep(id: string, now: Date, most: number): Promise<boolean>
  endReplay(id: string): Promise<void>
}

/** An endpoint, and how many deliveries have not arrived there; one above `mostPending` stands for any number above it. */
type ListedWebhook = WebhookEndpoint & { pending: number }

/** Endpoints for which something is put off, and periods that are being sent again. */
export type WebhooksThatWait = { putOff: string[]; replays: { id: string; target: string }[] }

/** `version`: of the endpoint's row; each change of it is another one. */
type DueDelivery = {
  delivery: Delivery
  endpoint: WebhookEndpoint
  event: RecordedEvent | null
  version: string
}

export interface WebhookReads {
  /** Asked for every second, so it is one look at two indexes. */
  webhooksThatWait(): Promise<WebhooksThatWait>
  /** A delivery with its endpoint and event, as they are now; null where one of the first two is not there. */
  dueDelivery(id: string): Promise<DueDelivery | null>
  /** One of the team's; null when there is none (any more). */
  webhook(teamId: string, id: string): Promise<WebhookEndpoint | null>
  /** Without those that were removed, oldest first. */
  webhooksOf(teamId: string): Promise<ListedWebhook[]>
  /** Newest first, older than `after`. */
  deliveriesOf(
    target: string,
    query: { state: DeliveryState | null; after: string | null; limit: number },
  ): Promise<{ deliveries: Delivery[]; more: boolean }>
  /** With its attempts, newest first, at most a hundred; null when there is none of this endpoint. */
  delivery(
    target: string,
    id: string,
  ): Promise<{ delivery: Delivery; attempts: DeliveryAttempt[]; event: RecordedEvent | null } | null>
}
