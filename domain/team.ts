import type { Refusal } from './refusal.ts'
import { refusal } from './refusal.ts'
import type { ReminderPlan } from './reminder-choice.ts'
import type { RetentionRule } from './retention-rule.ts'
import { type ReturnOutcome, resultParameters } from './return-result.ts'
import { isSafeOnItsWay, webAddressOf } from './web-address.ts'

/** The settings of one team that rules ask about. Set in the console by a team administrator. */
export type Team = {
  id: string
  name: string
  webApiEnabled: boolean
  embeddedSigning: boolean
  /** Where the button 次へ leads; null until set. */
  returnUrl: string | null
  returnParameters: { document: string; participant: string; error: string }
  /** The return URL carries a signed result. */
  returnResult: boolean
  /** Origins that may show the consent page in a frame. */
  frameAncestors: string[]
  /** The number from which SMS arrive, as recipients see it. */
  shownSmsSender: string
  terms: { version: string; url: string | null; text: string }
  privacyUrl: string | null
  contact: string
  privateDocuments: boolean
  /** SMS that may be asked for on one day of Tokyo. */
  smsPerDay: number
  /** What a segment of an SMS costs, in sen (a hundredth of a yen); 0: not told. */
  smsPriceSen: number
  /** For so many days after the conclusion recipients can fetch their copies. */
  copyDays: number
  /** What the mail of a concluded document carries. */
  concludedMail: 'attached' | 'link'
  /** Origins whose pages may call the Web API from a browser. */
  corsOrigins: string[]
  /** Networks (CIDR) from which the Web API may be called; empty: from anywhere. */
  apiNetworks: string[]
  /** Recipients may be asked for files. */
  recipientUploads: boolean
  /** Documents concluded elsewhere may be imported. */
  importsEnabled: boolean
  /** The team works in departments with cabinets. */
  departmentsEnabled: boolean
  /** How documents remind their recipients that do not say it themselves; null: not at all. */
  reminderPlan: ReminderPlan | null
  /** Senders may have consent URLs sent by SMS. */
  linkSms: boolean
  /** Members have address books. */
  addressBook: boolean
  /** The file name of the mark on the signing pages: the hash of what is served, and its kind. Null: none. */
  lookLogo: string | null
  /** The colour of acts on the signing pages, `#rrggbb`. Null: ours. */
  lookColour: string | null
  /** Members without a second factor must set one up before anything else. */
  factorRequired: boolean
  /** Networks (CIDR) from which the console may be used; empty: from anywhere. */
  consoleNetworks: string[]
  /** Nothing is sent before an approver has said yes to it. */
  approvalRequired: boolean
  /** How long documents that are over are kept; null: for ever. */
  retention: RetentionRule | null
  /** Where its days begin and its mornings are (IANA); the law's days are Japan's (decision 64). */
  timeZone: string
}

/** Whether, and from where, a team's Web API may be called. */
export type WebApiAccess = Pick<Team, 'webApiEnabled' | 'apiNetworks'>

/** May the Web API be called, by somebody whose address lies in the team's networks or not? Null: yes. */
export function webApiObjection(
  team: WebApiAccess,
  isInside: (networks: string[]) => boolean,
): Refusal | null {
  if (!team.webApiEnabled) return refusal('web_api_off')
  return team.apiNetworks.length === 0 || isInside(team.apiNetworks) ? null : refusal('address_not_allowed')
}

export function embeddingIsOn(team: Team): boolean {
  return team.embeddedSigning && team.returnUrl !== null
}

/**
 * How a recipient without a mail comes to their page: brought by the team's own site, which the Web API serves, or by a
 * link that the sender gives them out of the console.
 */
export type Bringing = 'site' | 'link'

/** May recipients be identified by SMS? A site has to be switched on and needs an address to lead back to; a link does not. */
export function smsSigningIsOn(team: Team, bringing: Bringing): boolean {
  return bringing === 'link' || embeddingIsOn(team)
}

/** Half-width, ≤255, https (http on loopback only), no user name, own query string kept without names of ours. Null when acceptable. */
export function returnUrlObjection(text: string): Refusal | null {
  const invalid = (why: string) => refusal('return_url_invalid', 'return_url', { why })
  if (text.length > 255) return invalid('too_long')
  if (!/^[\x21-\x7e]+$/.test(text)) return invalid('not_half_width')
  if (text.includes('#')) return invalid('fragment')
  if (asksForOurs(text)) return invalid('ours')
  const url = webAddressOf(text)
  if (url === null) return invalid('not_a_url')
  return isSafeOnItsWay(url) ? null : invalid('not_https')
}

/** Why the browser comes back without a concluded consent. */
export type ReturnError = Exclude<ReturnOutcome, 'consented'>

/** Who comes back. `state`: what the site gave along; empty where it gave nothing. */
type Returning = { documentId: string; participantId: string; state: string }

/** The way back of whoever came by this URL: nobody waits for those to whom the sender gave a link. */
export function wayBackFor(
  team: Team,
  { byLink, ...ids }: Returning & { byLink: boolean },
  error?: ReturnError,
  result: string | null = null,
): string | null {
  return byLink ? null : returnUrlFor(team, ids, error, result)
}

/** The registered return URL, byte for byte, plus our parameters; null when the team has none. */
function returnUrlFor(
  team: Team,
  ids: Returning,
  error: ReturnError | undefined,
  result: string | null,
): string | null {
  if (team.returnUrl === null) return null
  const names = team.returnParameters
  const pairs = [
    [names.document, ids.documentId],
    [names.participant, ids.participantId],
    ...(error === undefined ? [] : [[names.error, error]]),
    ...(ids.state === '' ? [] : [[resultParameters.state, ids.state]]),
    ...(result === null ? [] : [[resultParameters.result, result]]),
  ]
  const query = pairs.map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('=')).join('&')
  const joint = !team.returnUrl.includes('?') ? '?' : /[?&]$/.test(team.returnUrl) ? '' : '&'
  return `${team.returnUrl}${joint}${query}`
}

const ours: string[] = Object.values(resultParameters)

/** What the integrating system may call the parameters of the return URL. */
export function isParameterName(text: string): boolean {
  return /^[A-Za-z0-9_.-]{1,64}$/.test(text) && !ours.includes(text)
}

/** Does the query of a return URL name parameters that only we may write? */
function asksForOurs(url: string): boolean {
  const [, query = ''] = url.split('?', 2)
  return query.split('&').some((pair) => ours.includes(pair.split('=', 1)[0] ?? ''))
}

/** A team of before may use a name of ours for something else: beside a signed result there would be two of it. */
export function resultIsAmbiguous({ returnUrl, returnParameters }: Team): boolean {
  const named = Object.values(returnParameters).some((each) => ours.includes(each))
  return named || (returnUrl !== null && asksForOurs(returnUrl))
}
