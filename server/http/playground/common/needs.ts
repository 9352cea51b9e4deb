/** What the playground is given. It sees the product as any outsider does: the Web API, arrived SMS, arrived mail. */
export type PlaygroundNeeds = {
  /** Base URL of the Web API, e.g. `http://127.0.0.1:3000`. */
  webApi: string
  /** Origin of the signing pages when it is another than the Web API's. */
  signingPages?: string
  /** The evaluation client id. */
  clientId: string
  /** Origin on which the demo site is visited, e.g. `http://localhost:3000`. */
  site: string
  /** Names of the return parameters where the team has changed them. */
  returnParameters?: { document: string; error: string }
  clock: { now(): Date }
  outbox: Outbox
  /** URL of a built asset by its logical name: `playground.css`, `playground-phone.js`. */
  assets: (logicalName: string) => string
}

/** Everything that was sent, newest first. Numbers in national form. */
export interface Outbox {
  smsMessages(): Promise<ArrivedSms[]>
  mails(): Promise<ArrivedMail[]>
}

export type ArrivedSms = { to: string; text: string; sentAt: Date }
export type ArrivedMail = { to: string; subject: string; text: string; html: string | null; sentAt: Date }
