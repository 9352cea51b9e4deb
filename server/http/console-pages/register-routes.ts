import { Readable } from 'node:stream'
import { h } from 'preact'
import type { Language } from '#domain/language.ts'
import type { Member } from '#domain/member.ts'
import { tokyoTime } from '#domain/tokyo.ts'
import type { DocumentFilter, FindScope } from '#server/usecases/find-ports.ts'
import { noteExport } from '#server/usecases/team/note-export.ts'
import type { FilterError } from '#web/console/documents/list-filter.ts'
import { type RegisterFilter, RegisterPage, registerFields } from '#web/console/documents/RegisterPage.tsx'
import { registerWords } from '#web/console/documents/register-words.ts'
import { wordsIn } from '#web/console/words/words.ts'
import { csvLine, csvStart } from '../common/csv.ts'
import { sendPage } from '../common/send-page.ts'
import { anyMember } from './checks.ts'
import { afterOf, queried, typed } from './fields.ts'
import { readRecorded } from './list-filter.ts'
import { scopeOf } from './listed-documents.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { sendExport } from './send-export.ts'

/** Rows of a page, and those that an export reads at a time. */
const pageSize = 50
const exportSize = 1_000

/** 取引台帳, of what a member may see: their own documents, by office those of the team. */
export const registerRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/register', anyMember, async ({ needs, visit, request, reply }) => {
    const { read } = needs.database
    const filter = filterOf((name) => queried(request, name))
    const { asked, error } = askedBy(filter)
    const scope = scopeFor(visit.member)
    const after = afterOf(request)
    const count = asked === null ? null : await read.countFound(scope, asked)
    const [{ rows, next }, listed] = await Promise.all([
      asked === null || count === null
        ? { rows: [], next: null }
        : read.findRegister(scope, asked, { after, limit: pageSize, count }),
      read.everythingIsListed(),
    ])
    if (error !== null) reply.code(400)
    const page = { chrome: visit.chrome, rows, filter, error, count, unlisted: !listed, after, next }
    return sendPage(reply, h(RegisterPage, page))
  }),

  memberRoute('POST', '/register/csv', anyMember, async ({ needs, visit, request, reply }) => {
    const filter = filterOf((name) => typed(request, name))
    const { asked, error } = askedBy(filter)
    if (asked === null) {
      const page = { rows: [], count: null, unlisted: false, after: null, next: null }
      return sendPage(reply.code(400), h(RegisterPage, { chrome: visit.chrome, filter, error, ...page }))
    }
    const fields = registerFields.filter((each) => filter[each] !== '')
    const exported = { type: 'export.register' as const, fields }
    await noteExport(needs, visit.origin, { member: visit.member, exported })
    const lines = csvLines(needs, scopeFor(visit.member), asked, visit.chrome.lang)
    return sendExport(reply, Readable.from(lines), { name: 'register.csv', type: 'text/csv' })
  }),
]

/** By office what the team has sent, as far as it reaches, and one's own, also where no department is theirs; else one's own. */
function scopeFor(member: Member): FindScope {
  const scope = scopeOf(member, 'team')
  if (scope.whose !== 'team' || scope.office.oversight === 'team') return scope
  const { oversight } = scope.office
  const colleagues = [...oversight.colleagues, member.id]
  return { ...scope, office: { ...scope.office, oversight: { ...oversight, colleagues } } }
}

function filterOf(given: (name: string) => string): RegisterFilter {
  const filter: RegisterFilter = { day_from: '', day_to: '', min: '', max: '', party: '', incomplete: '' }
  for (const field of registerFields)
    filter[field] = [...given(field).replaceAll('\u0000', '').trim()].slice(0, 100).join('')
  return filter
}

function askedBy(
  filter: RegisterFilter,
): { asked: DocumentFilter; error: null } | { asked: null; error: FilterError } {
  const recorded = readRecorded(filter)
  if ('field' in recorded) return { asked: null, error: recorded }
  return {
    error: null,
    asked: {
      ...recorded,
      search: null,
      statuses: ['concluded', 'imported'],
      test: false,
      created: { from: null, before: null },
      senderId: null,
      cabinetId: null,
      incomplete: filter.incomplete !== '',
    },
  }
}

async function* csvLines(
  { database }: ConsoleNeeds,
  scope: FindScope,
  asked: DocumentFilter,
  lang: Language,
) {
  const { columns } = registerWords[lang]
  const { status: states } = wordsIn(lang).documents
  const { day, party, amount, title, status, concluded, id } = columns
  yield csvStart + csvLine([day, party, amount, title, status, concluded, id])
  const count = await database.read.countFound(scope, asked)
  for (let after: string | null = null; ; ) {
    const { rows, next } = await database.read.findRegister(scope, asked, { after, limit: exportSize, count })
    for (const row of rows) {
      const at = row.concludedAt === null ? '' : tokyoTime(row.concludedAt).replace('T', ' ')
      const { contractAt, counterparty, title: name, documentId } = row
      const sum = row.amount?.toString() ?? ''
      yield csvLine([contractAt ?? '', counterparty, sum, name, states[row.status], at, documentId])
    }
    if (next === null) return
    after = next
  }
}
