import { type Refusal, refusal } from './refusal.ts'
import { untilDaytime } from './reminder-plan.ts'
import { tokyoDay, tokyoDayStart } from './tokyo.ts'

/**
 * Many documents from one template, one for each row of a list. `checked`: waits until somebody starts it; `stopped`: ended
 * by hand, what was not sent stays unsent.
 */
export type BulkState = 'checked' | 'running' | 'paused' | 'stopped' | 'done'

export type BulkSend = {
  id: string
  teamId: string
  /** Who sends, and whose the documents become. */
  memberId: string
  via: 'console' | 'web_api'
  /** A test client asked: its documents are tests. */
  test: boolean
  templateId: string
  /** The template as the rows were checked with it. Another one is not sent without somebody's word. */
  templateAt: Date
  /** `draft`: the documents are made and not sent. */
  act: 'send' | 'draft'
  /** Whoever is asked first and by SMS gets the link by SMS, too. */
  linkSms: boolean
  /** What the list was called, and the template then. Kept encrypted. */
  about: { title: string; file: string }
  rows: number
  state: BulkState
  /** Why it stands still by itself; null where a person paused it, or it does not stand still. */
  pausedBy: BulkPause | null
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
}

/** What no row could be sent with: it is mended by somebody, who lets the sending go on then. */
export type BulkPause =
  | 'template_gone'
  | 'template_changed'
  | 'member_disabled'
  | 'mail_not_configured'
  | 'operator_certificate_expired'
  /** The team wants an approval of each document since. */
  | 'approval_missing'
  /** Something of the server's failed again and again. */
  | 'trouble'

/** `made`: a draft; `sent`: sent; `refused`: could not be made, with a reason. */
export type BulkRowState = 'ready' | 'faulty' | 'left_out' | 'made' | 'sent' | 'refused'

export const bulkRowStates: BulkRowState[] = ['ready', 'faulty', 'left_out', 'made', 'sent', 'refused']

/** Where the SMS with the link is: `waiting` also while a limit holds it up. */
export type BulkLink = 'waiting' | 'sent' | 'refused'

export type BulkCounts = Record<BulkRowState, number> & {
  /** Links that are still to go by SMS. */
  linksWaiting: number
}

export const bulkLimits = {
  rows: 10_000,
  /** Of one list. */
  bytes: 8 * 1024 * 1024,
  columns: 1_000,
  /** Lists of a member that have not ended. */
  open: 20,
}

/** For so many days what was typed is kept of rows that became no document, and then the lists themselves. */
export const bulkLife = { valueDays: 7, listDays: 90 }

export type BulkAct = 'start' | 'pause' | 'resume' | 'stop'

/**
 * What a person does with it. Doing it twice changes nothing. `leaveOut`: faulty rows are left out; `templateAt`: the
 * template as it is now, which whoever resumes takes over.
 */
export function steer(
  send: BulkSend,
  act: BulkAct,
  {
    counts,
    leaveOut,
    templateAt,
    now,
  }: { counts: BulkCounts; leaveOut: boolean; templateAt: Date | null; now: Date },
): { next: BulkSend } | { refusal: Refusal } {
  const { state } = send
  const over = { refusal: refusal('bulk_send_over') }
  switch (act) {
    case 'start':
      if (state === 'running') return { next: send }
      if (state !== 'checked') return over
      if (counts.faulty > 0 && !leaveOut) {
        return { refusal: refusal('bulk_rows_faulty', 'rows', { count: counts.faulty }) }
      }
      if (counts.ready === 0) return { refusal: refusal('bulk_no_row', 'rows') }
      if (templateAt === null || templateAt.getTime() !== send.templateAt.getTime()) {
        return { refusal: refusal('bulk_template_changed', 'template_id') }
      }
      return { next: { ...send, state: 'running', startedAt: now } }
    case 'pause':
      if (state === 'paused') return { next: send }
      return state === 'running' ? { next: { ...send, state: 'paused', pausedBy: null } } : over
    case 'resume':
      if (state === 'running') return { next: send }
      if (state !== 'paused') return over
      if (templateAt === null) return { refusal: refusal('bulk_template_changed', 'template_id') }
      return { next: { ...send, state: 'running', pausedBy: null, templateAt } }
    case 'stop':
      if (state === 'stopped') return { next: send }
      return state === 'done' ? over : { next: { ...send, state: 'stopped', pausedBy: null, endedAt: now } }
  }
}

/** It stands still until somebody has mended what no row could be sent with. */
export function pauseBy(send: BulkSend, pausedBy: BulkPause): BulkSend {
  return send.state === 'running' ? { ...send, state: 'paused', pausedBy } : send
}

/** Nothing is left to do: neither a row nor a link. */
export function endIfDone(send: BulkSend, counts: BulkCounts, now: Date): BulkSend {
  const left = counts.ready + counts.linksWaiting
  return send.state === 'running' && left === 0 ? { ...send, state: 'done', endedAt: now } : send
}

/** Is the refusal one that every row would meet? Then no row is to blame. */
export function pauseOf({ code }: Refusal): BulkPause | null {
  switch (code) {
    case 'mail_not_configured':
    case 'operator_certificate_expired':
    case 'approval_missing':
      return code
  }
  return null
}

/**
 * When a link that a limit held up is tried again: as soon as its number may get another, or on the morning after the team's
 * day. Null: no waiting helps.
 */
export function afterLimit({ code, detail }: Refusal, documentId: string, now: Date): Date | null {
  const minute = 60_000
  if (code === 'code_send_limit') return new Date(now.getTime() + Number(detail?.minutes ?? 1) * minute)
  if (code !== 'team_sms_limit') return null
  const tomorrow = tokyoDayStart(tokyoDay(new Date(now.getTime() + 24 * 60 * minute)))
  return new Date(tomorrow.getTime() + untilDaytime(tomorrow, documentId))
}

/**
 * Ids of one row's document and of all its parts: the document's id, and those that follow it. A try that was cut off and
 * the next one make the same ids, so that nothing is left behind in storage and nothing is there twice.
 */
export function idsFrom(first: string, count: number): string[] {
  const start = BigInt(`0x${first}`)
  return Array.from({ length: count }, (_, at) => (start + BigInt(at)).toString(16).padStart(32, '0'))
}
