import type { Language } from '#domain/language.ts'
import { isReminderPlan } from '#domain/reminder-choice.ts'
import { codePointName } from '#domain/text-rules.ts'
import type { AuditedEvent } from '../documents/DocumentTimeline.tsx'
import { memberWordsIn } from '../team/member-words.ts'
import { reminderWords } from '../words/reminder-words.ts'
import { settingName } from './setting-names.ts'
import type { TeamEventDetail } from './team-event-detail.ts'
import { refusalReason, teamEventSentence, teamEventWordsIn } from './team-event-words.ts'

/** A recorded event as the page is given it. */
export type TeamEventShown = AuditedEvent & { hash: string }

/** Today's names by id; rows hold ids only. */
export type EventNames = { members: Map<string, string>; clients: Map<string, string> }

/** Letters of a value that a sentence shows; terms may have fifty thousand. */
const longestValue = 80

/** An event in words: what happened, and who did it. */
export function teamEventLine(
  { type, actor, detail }: Pick<TeamEventShown, 'type' | 'actor' | 'detail'>,
  names: EventNames,
  lang: Language,
): { what: string; who: string } {
  return {
    what: withoutDirections(teamEventSentence(lang, type, detailOf(detail, names, lang))),
    who: withoutDirections(whoOf(actor, names, lang)),
  }
}

/** Marks that would turn the sentence around a name or a value, by their name: `U+202E`. */
function withoutDirections(text: string): string {
  return text.replace(/\p{Bidi_Control}/gu, codePointName)
}

function whoOf(actor: string, names: EventNames, lang: Language): string {
  const words = teamEventWordsIn(lang)
  const [kind, id = '', via] = actor.split(':')
  if (kind === 'member') {
    const name = names.members.get(id) ?? words.unknownMember
    return via === 'web_api' ? words.viaApi(name) : name
  }
  if (kind === 'client') return words.client(names.clients.get(id) ?? id)
  return kind === 'system' ? words.system : words.stranger
}

function detailOf(detail: Record<string, unknown>, names: EventNames, lang: Language): TeamEventDetail {
  const words = teamEventWordsIn(lang)
  const roleNames: Record<string, string> = memberWordsIn(lang).roles
  const text = (key: string) => (typeof detail[key] === 'string' ? detail[key] : '')
  const texts = (key: string) => (Array.isArray(detail[key]) ? detail[key].map(String) : [])
  const joined = (all: string[]) => (all.length === 0 ? none[lang] : all.join(lang === 'ja' ? '、' : ', '))
  const nameOf = (id: string) => names.members.get(id) ?? words.unknownMember
  return {
    text,
    member: (key) => nameOf(text(key)),
    members: (key) => joined(texts(key).map(nameOf)),
    value: (key) => valueInWords(detail[key], lang),
    setting: () => settingName(lang, text('setting')),
    role: () => roleNames[text('role')] ?? text('role'),
    roles: () => joined(texts('roles').map((role) => roleNames[role] ?? role)),
    reason: () => refusalReason(lang, text('reason')),
    number: (key) => Number(detail[key] ?? 0),
    flag: (key) => detail[key] === true,
    list: (key) => joined(texts(key)),
  }
}

const none = { ja: 'なし', en: 'none' }
const switches = { ja: { on: 'オン', off: 'オフ' }, en: { on: 'on', off: 'off' } }

function valueInWords(value: unknown, lang: Language): string {
  if (typeof value === 'boolean') return value ? switches[lang].on : switches[lang].off
  if (value === null || value === undefined || value === '') return none[lang]
  if (Array.isArray(value)) return value.length === 0 ? none[lang] : quoted(value.join(', '), lang)
  if (isReminderPlan(value)) return quoted(reminderWords[lang].plan(value), lang)
  if (typeof value === 'object') {
    const parts = Object.values(value).filter((part) => part !== null && part !== '')
    return quoted(parts.join(' / '), lang)
  }
  return typeof value === 'number' ? String(value) : quoted(String(value), lang)
}

function quoted(text: string, lang: Language): string {
  const letters = [...text.replace(/\s+/g, ' ')]
  const short =
    letters.length > longestValue ? `${letters.slice(0, longestValue).join('')}…` : letters.join('')
  return lang === 'ja' ? `「${short}」` : `"${short}"`
}
