/**
 * Operation × who asks: what another team and each role of a colleague may see and do. That an
 * id exists shows only as 403 against 404; nothing else of a document ever shows to whom it is not for.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { type Answer, aCaller, type Caller } from '../caller.ts'
import { aClientOf, sql } from '../other-clients.ts'
import { titleOf } from './row.ts'
import { aboutBulkSendings, aboutDocuments, withToken } from './rows.ts'
import { openScene, type Scene } from './scene.ts'
import { aSubject, missing, ok, pathOf, planted, type Subject } from './subjects.ts'

/** Everybody who is not the sender. */
const people = [
  'another team',
  'a colleague',
  'a document administrator',
  'a private-document administrator',
  'a team administrator',
  'a recipient before their turn',
  'a recipient in their turn',
  'a recipient after their turn',
] as const
type Person = (typeof people)[number]

/** Documents of the evaluation team that the tables ask for. */
const kinds = [
  'draft',
  'private draft',
  'sent',
  'half consented',
  'private half consented',
  'concluded',
] as const
type Kind = (typeof kinds)[number]

/** Who reads which, by office or as a recipient; all others read nothing. */
const byOffice: Partial<Record<Person, (kind: Kind) => boolean>> = {
  'a document administrator': (kind) => !kind.startsWith('private'),
  'a private-document administrator': (kind) => kind.startsWith('private'),
}
const asRecipient: Partial<Record<Person, Kind[]>> = {
  'a recipient in their turn': ['half consented', 'private half consented'],
  'a recipient after their turn': ['half consented', 'private half consented'],
}

/** Who may make the calls that need an office. The stranger has every office, in a team of their own. */
const offices: Record<string, Person[]> = {
  listTeamDocuments: ['a team administrator', 'another team'],
  listEvents: ['a team administrator', 'another team'],
  importDocument: ['a document administrator', 'another team'],
}

const first = { email: 'first@example.com', tel: '09011110001' }
const second = { email: 'second@example.com', tel: '09011110002' }

let scene: Scene
let callers: Record<Person, Caller>
let documents: Record<Kind, Subject>

beforeAll(async () => {
  scene = await openScene()
  const { server } = scene
  const known = JSON.parse(await readFile(join(server.dataDirectory, 'evaluation.json'), 'utf8'))
  const of = async (email: string, teamId: string, office?: string) => {
    const caller = await aCaller(server.url, await aClientOf(server, { email, teamId }))
    if (office !== undefined)
      await sql(server, `update members set ${office} = true where email = $1`, [email])
    return caller
  }
  const own = known.team_id
  callers = {
    'another team': await of('stranger@example.com', 'strangers', 'team_administrator'),
    'a colleague': await of('colleague@example.jp', own),
    'a document administrator': await of('documents@example.jp', own, 'document_administrator'),
    'a private-document administrator': await of('private@example.jp', own, 'private_document_administrator'),
    'a team administrator': await of('team@example.jp', own, 'team_administrator'),
    'a recipient before their turn': await of('third@example.com', 'recipients'),
    'a recipient in their turn': await of(second.email, 'recipients'),
    'a recipient after their turn': await of(first.email, own),
  }
  await sql(server, `update members set document_administrator = true where email = 'stranger@example.com'`)
  documents = {
    draft: await scene.standing('draft'),
    'private draft': await aSubject(server, scene.caller, 'draft', { private: true }),
    sent: await scene.standing('awaiting'),
    'half consented': await halfConsented(false),
    'private half consented': await halfConsented(true),
    concluded: await scene.standing('concluded'),
  }
})
afterAll(() => scene?.close())

/** The first of three recipients has consented, it is the second's turn. */
async function halfConsented(isPrivate: boolean): Promise<Subject> {
  const { server, caller } = scene
  const subject = await aSubject(server, caller, 'draft', {
    private: isPrivate,
    recipient: { ...first, callback: '1', access_code: 'code-4711' },
    without: 'attachment',
  })
  const path = `/documents/${subject.ids.document_id}`
  for (const form of [
    { ...second, name: planted, callback: '1', access_code: 'code-4711' },
    { name: planted, email: 'third@example.com' },
  ]) {
    await ok(caller.call('POST', `${path}/participants`, { form }))
  }
  // An access code would be asked for at the phone; here it is only looked for in answers.
  const open = { form: { access_code: '' } }
  await ok(caller.call('PUT', `${path}/participants/${subject.ids.participant_id}`, open))
  await ok(caller.call('POST', path))
  const { url } = await ok(
    caller.call('POST', `${path}/participants/${subject.ids.participant_id}/signing_url`),
  )
  const texts = (await server.sms()).filter((sms) => sms.to === first.tel).length
  const browser = await proveThePhone(url, first.tel, server.codeFor, texts)
  await consent(browser)
  return subject
}

const mayRead = (person: Person, kind: Kind) =>
  (byOffice[person]?.(kind) ?? false) || (asRecipient[person]?.includes(kind) ?? false)

/** Nothing that was written into a document, and no id of it but those that were asked for. */
function expectNothingOf(answer: Answer, { ids }: Subject): void {
  const said = JSON.stringify(answer.body)
  expect(said).not.toContain(planted)
  for (const id of Object.values(ids)) expect(said).not.toContain(id)
}

describe.each(people)('%s', (person) => {
  test.each(
    aboutDocuments.map((each) => [titleOf(each.operation), each] as const),
  )('%s', async (_title, each) => {
    const { operation, row } = each
    for (const kind of kinds) {
      const subject = documents[kind]
      const answer = await callers[person].call(operation.method, pathOf(operation.path, subject.ids))
      const allowed =
        row.right === 'reader'
          ? mayRead(person, kind)
          : row.right === 'supervisor' && (byOffice[person]?.(kind) ?? false)
      const isRefused = answer.status === 403 && answer.body.error === 'forbidden'
      expect([kind, isRefused]).toEqual([kind, !allowed])
      if (!allowed) expectNothingOf(answer, subject)
      if (!allowed || answer.status !== 200 || typeof answer.body === 'string') continue
      expect(JSON.stringify(answer.body)).not.toContain('code-4711')
      if (operation.name === 'getDocument') {
        expect(answer.body.note === '').toBe(asRecipient[person]?.includes(kind) === true)
      }
    }
  })

  test.each(
    aboutBulkSendings.map(({ operation }) => [titleOf(operation), operation] as const),
  )('%s finds none of theirs', async (_title, operation) => {
    const subject = await scene.standingBulk('done')
    const asked = (id: string) =>
      callers[person].call(operation.method, pathOf(operation.path, { bulk_send_id: id }))
    const answer = await asked(subject.ids.bulk_send_id ?? '')
    expect([answer.status, answer.body]).toEqual([404, (await asked(missing)).body])
    expectNothingOf(answer, subject)
  })

  test.each(
    withToken
      .filter(({ row }) => row.right === 'administrator')
      .map((each) => [titleOf(each.operation), each] as const),
  )('%s only with its office', async (_title, { operation }) => {
    const { status, body } = await callers[person].call(operation.method, operation.path)
    const isRefused = status === 403 && body.error === 'forbidden'
    expect(isRefused).toBe(offices[operation.name]?.includes(person) !== true)
  })

  test('lists only what they sent or received', async () => {
    const { body } = await callers[person].call('GET', '/documents?with_reportees=y&with_attachment=y')
    const expected = (asRecipient[person] ?? []).map((kind) => documents[kind].ids.document_id)
    expect(body.documents.map(({ id }: { id: string }) => id).sort()).toEqual(expected.sort())
    expect(body.total).toBe(expected.length)
    for (const each of body.documents) expect(each.note).toBe('')
    expect(JSON.stringify(body)).not.toContain('code-4711')
  })

  test.each(
    withToken
      .filter(({ operation }) => operation.method === 'GET' && !operation.path.includes(':'))
      .map(({ operation }) => [titleOf(operation), operation] as const),
  )('%s never shows what is not theirs', async (_title, operation) => {
    const answer = await callers[person].call('GET', `${operation.path}?with_files=y&with_participants=y`)
    const said = JSON.stringify(answer.body)
    const secrets = kinds.filter((kind) => {
      const byTeam = person === 'a team administrator' && operation.path === '/team_documents'
      // Ids alone, of every document: as the URLs that the same administrator may register are told (ADR 0034).
      const byFeed = person === 'a team administrator' && operation.path === '/events'
      const asTheirs = operation.path === '/documents' && asRecipient[person]?.includes(kind) === true
      return !asTheirs && !byFeed && !(byTeam && kind !== 'draft' && !kind.startsWith('private'))
    })
    const { bulk_send_id } = (await scene.standingBulk('done')).ids
    // The feed of the team's administrator tells that it ended, by its id.
    const told = person === 'a team administrator' && operation.path === '/events'
    if (!told) expect(said).not.toContain(bulk_send_id)
    for (const kind of secrets) expect(said).not.toContain(documents[kind].ids.document_id)
  })
})

describe('an id of another team or document in a body is as one that nobody has', () => {
  const asks = async (path: string, name: string, id: string, form: Record<string, string> = {}) => {
    const { status, body } = await scene.caller.call('POST', path, { form: { ...form, [name]: id } })
    return { status, body }
  }

  test('`template_id`', async () => {
    const { server } = scene
    const recipient = { email: 'somebody@example.com' }
    const theirs = await aSubject(server, callers['another team'], 'template', { recipient })
    const { body } = await callers['another team'].call('POST', '/documents', { form: { title: planted } })
    for (const id of [theirs.ids.document_id ?? '', body.id]) {
      expect(await asks('/documents', 'template_id', id)).toEqual(
        await asks('/documents', 'template_id', missing),
      )
    }
  })

  test.each([
    [
      'widgets',
      (of: Subject) => `/files/${of.ids.file_id}/widgets`,
      { type: '1', page: '0', x: '1', y: '1' },
    ],
    ['attachments', () => '/attachments', {}],
  ] as const)('`participant_id` of %s', async (_what, rest, form) => {
    const subject = await aSubject(scene.server, scene.caller, 'draft', { without: 'attachment' })
    const path = `/documents/${subject.ids.document_id}${rest(subject)}`
    const foreign = documents.sent.ids.participant_id ?? ''
    const unknown = await asks(path, 'participant_id', missing, form)
    expect(unknown.status).toBe(400)
    expect(await asks(path, 'participant_id', foreign, form)).toEqual(unknown)
  })
})
