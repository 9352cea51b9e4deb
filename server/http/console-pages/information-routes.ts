import type { FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { rightAllows } from '#domain/access.ts'
import { type Attribute, type AttributeFields, attributeLimits, sightOfAttribute } from '#domain/attribute.ts'
import type { Document } from '#domain/document.ts'
import { keptText, refusalIn } from '#domain/text-rules.ts'
import { updateAttribute } from '#server/usecases/managing/update-attribute.ts'
import { Refused } from '#server/usecases/refused.ts'
import {
  type InformationEntry,
  InformationPage,
  type InformationPageProps,
  type TypedField,
} from '#web/console/documents/InformationPage.tsx'
import { informationFields, isDay, optionNumbers } from '#web/console/documents/information-words.ts'
import { sendPage } from '../common/send-page.ts'
import { overseer, sender } from './checks.ts'
import { typed } from './fields.ts'
import { readAmount, readDay } from './list-filter.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

/** 書類情報: what is recorded about a document in whatever state it is, and who changed it. */
export const informationRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents/:id/information', overseer, async (call) => {
    const { document, right, needs, visit, reply } = call
    const attribute = await needs.database.read.attribute(document.id)
    const entry = rightAllows(right, 'change') ? entryOf(attribute) : null
    return sendInformation({ needs, visit, reply }, document, {
      entry,
      sight: sightOfAttribute(attribute),
      problems: {},
      changed: null,
    })
  }),

  memberRoute('POST', '/documents/:id/information', sender, async (call) => {
    const { document, needs, visit, request, reply } = call
    const attribute = await needs.database.read.attribute(document.id)
    const entry = entryIn(request)
    const again = (problems: InformationPageProps['problems'], saved: Attribute | null, changed: boolean) =>
      sendInformation({ needs, visit, reply: reply.code(changed ? 409 : 400) }, document, {
        entry,
        // Of a form that was only mistyped the page is still the one that was seen.
        sight: changed ? sightOfAttribute(saved) : typed(request, 'sight'),
        problems,
        changed: changed ? entryOf(saved) : null,
      })
    const read = readEntry(entry)
    if (Object.keys(read.problems).length > 0) return again(read.problems, attribute, false)
    const fields = changesOf(read.fields, attribute)
    try {
      // What was seen is compared behind the lock; a form that was sent twice has nothing left to change.
      if (Object.keys(fields).length > 0) {
        const change = { documentId: document.id, fields, seen: typed(request, 'sight') }
        await updateAttribute(needs, visit.origin, change)
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (error.refusal.code === 'information_changed')
        return again({}, await needs.database.read.attribute(document.id), true)
      const field = informationFields.find((each) => each === error.refusal.field)
      if (field === undefined) throw error
      const problems: InformationPageProps['problems'] = {}
      problems[field] = 'character'
      return again(problems, attribute, false)
    }
    return reply.redirect(`/console/documents/${document.id}?done=information`, 303)
  }),
]

async function sendInformation(
  { needs, visit, reply }: { needs: ConsoleNeeds; visit: Visit; reply: FastifyReply },
  document: Document,
  shown: Pick<InformationPageProps, 'entry' | 'sight' | 'problems' | 'changed'>,
): Promise<FastifyReply> {
  const { read } = needs.database
  const [changes, members] = await Promise.all([
    read.attributeChanges(document.id),
    read.membersOf(document.teamId),
  ])
  const names = new Map(members.map(({ id, name }) => [id, name]))
  const named = changes.map((each) => ({ ...each, by: names.get(each.by?.split(':')[1] ?? '') ?? null }))
  return sendPage(reply, h(InformationPage, { chrome: visit.chrome, document, ...shown, changes: named }))
}

function entryOf(attribute: Attribute | null): InformationEntry {
  return {
    counterparty: attribute?.counterparty ?? '',
    contract_at: attribute?.contractAt ?? '',
    amount: attribute?.amount?.toString() ?? '',
    title: attribute?.title ?? '',
    validity_start_at: attribute?.validityStartAt ?? '',
    validity_end_at: attribute?.validityEndAt ?? '',
    validity_end_notice_at: attribute?.validityEndNoticeAt ?? '',
    local_id: attribute?.localId ?? '',
    auto_update: attribute?.autoUpdate ?? 'unset',
    options: optionNumbers.map(
      (order) => attribute?.options.find((each) => each.order === order)?.content ?? '',
    ),
  }
}

function entryIn(request: FastifyRequest): InformationEntry {
  const entry = entryOf(null)
  for (const field of informationFields) entry[field] = typed(request, field)
  const renewal = typed(request, 'auto_update')
  return {
    ...entry,
    auto_update: renewal === 'yes' || renewal === 'no' ? renewal : 'unset',
    options: optionNumbers.map((order) => typed(request, `option_${order}`)),
  }
}

/** What was typed, and what of it cannot be read. */
function readEntry(entry: InformationEntry): {
  fields: AttributeFields
  problems: InformationPageProps['problems']
} {
  const problems: InformationPageProps['problems'] = {}
  for (const field of informationFields) {
    if (isDay(field)) {
      if (readDay(entry[field]) === undefined) problems[field] = 'day'
    } else if ([...entry[field]].length > attributeLimits.text) problems[field] = 'long'
  }
  for (const [at, content] of entry.options.entries()) {
    const field: TypedField = `option_${at + 1}`
    if ([...content].length > attributeLimits.text) problems[field] = 'long'
    else if (refusalIn(keptText(content, field)) !== null) problems[field] = 'character'
  }
  const amount = readAmount(entry.amount)
  if (amount === undefined) problems.amount = 'amount'
  return {
    problems,
    fields: {
      counterparty: entry.counterparty,
      contractAt: readDay(entry.contract_at) ?? null,
      amount: amount ?? null,
      title: entry.title,
      validityStartAt: readDay(entry.validity_start_at) ?? null,
      validityEndAt: readDay(entry.validity_end_at) ?? null,
      validityEndNoticeAt: readDay(entry.validity_end_notice_at) ?? null,
      localId: entry.local_id,
      autoUpdate: entry.auto_update,
      options: entry.options.map((content, at) => ({ order: at + 1, content })),
    },
  }
}

/** Only what is another than it was: nothing else is said to have been changed. */
function changesOf(next: AttributeFields, before: Attribute | null): Partial<AttributeFields> {
  const { options: formerOptions, ...former } = readEntry(entryOf(before)).fields
  const { options: nextOptions, ...others } = next
  const was = new Map<string, unknown>(Object.entries(former))
  const options = nextOptions.filter(({ content }, at) => content !== formerOptions[at]?.content)
  return {
    ...Object.fromEntries(Object.entries(others).filter(([name, value]) => was.get(name) !== value)),
    ...(options.length === 0 ? {} : { options }),
  }
}
