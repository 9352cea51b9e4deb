/** A company at work, for pictures of its console: documents in every state, people, departments, webhooks, tests. */
import { lease } from '#tests/fixtures/pdf/lease.ts'
import {
  freshTel,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { startReceiver } from '#tests/support/receiver.ts'
import { consent, openBrowser, proveThePhone } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { begin } from '../console/making-visitor.ts'
import { saveAsTemplate } from '../console/template-maker.ts'
import { addWebhook, deliveriesOf } from '../console/webhooks.ts'
import { aCaller, upload } from '../web-api/caller.ts'
import { type ConsoleMore, fillMore } from './console-more.ts'

/** What the addresses of pages need to be told. */
export type ConsoleTeam = {
  concluded: string
  awaiting: string
  /** Whose place in the awaited document it is now. */
  inCharge: string
  asked: string
  askedBy: string
  draft: string
  draftPerson: string
  cancelled: string
  /** Where nobody has proved who they are. */
  waiting: string
  imported: string
  template: string
  templateFile: string
  member: string
  department: string
  cabinet: string
  client: string
  webhook: string
  delivery: string
  more: ConsoleMore
  close(): Promise<void>
}

const agreements = [
  { title: '賃貸借契約書（みなと坂レジデンス 305号室）', people: ['山田 花子'], becomes: 'concluded' },
  { title: '駐車場使用契約書', people: ['中村 健一'], becomes: 'concluded' },
  { title: '業務委託基本契約書', people: ['佐藤 美咲'], becomes: 'cancelled' },
  { title: '秘密保持契約書', people: ['鈴木 翔太'], becomes: 'asked' },
  { title: '定期建物賃貸借契約書', people: ['高橋 由美', '高橋 健'], becomes: 'awaiting' },
  { title: '重要事項説明書', people: ['田中 一郎'], becomes: 'waiting' },
] as const

export async function fillConsole(server: TestServer): Promise<ConsoleTeam> {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const clerk = await enterConsole(server)
  const pdf = await lease()
  const post = async (page: string, action: string, fields: Record<string, string> = {}) => {
    await clerk.get(page)
    const answer = await clerk.post(action, fields)
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status}`)
    return answer
  }
  const idIn = ({ url }: { url: string }) => /([0-9a-f]{32})(?:\?|$)/.exec(url)?.[1] ?? ''

  const receiver = await startReceiver()
  receiver.behave({ status: 200, body: '{"ok":true}' })
  const hook = await addWebhook(clerk, `${receiver.url}/hooks/musubi`, {
    events: ['document.sent', 'turn.started', 'document.concluded', 'document.cancelled'],
  })

  const made = new Map<string, Sent>()
  for (const { title, people, becomes } of agreements) {
    const recipients = people.map((name) => ({ name, tel: freshTel(), organization: '株式会社みなと商事' }))
    const sent = await sendDocument(integrator, { pdf, title, recipients, widgets: becomes === 'concluded' })
    made.set(becomes, sent)
    const [first] = recipients
    if (becomes === 'cancelled') {
      await integrator.call('PUT', `/documents/${sent.documentId}/decline`)
    } else if (becomes === 'asked') {
      const recipient = openBrowser(server.url)
      const path = new URL(await signingUrl(sent)).pathname
      await recipient.get(`${path}/number`)
      await recipient.post(`${path}/number`, { tel: freshTel(), reason: '機種変更で番号が変わりました' })
    } else if (becomes === 'waiting') {
      const recipient = openBrowser(server.url)
      const path = new URL(await signingUrl(sent)).pathname
      await recipient.get(path)
      await recipient.post(`${path}/phone`, { tel: first?.tel ?? '' })
    } else {
      await consent(await proveThePhone(await signingUrl(sent), first?.tel ?? '', server.codeFor))
      if (becomes === 'concluded') await waitForStatus(sent, 2)
    }
  }
  const caller = await aCaller(server.url, server.clientId)
  const bought = upload(pdf, '売買契約書.pdf')
  const imported = (await caller.call('POST', '/imported_documents', { raw: bought })).body.id
  const of = (becomes: string): Sent => {
    const found = made.get(becomes)
    if (found === undefined) throw new Error(`nothing became ${becomes}`)
    return found
  }

  const draft = await begin(clerk, [{ name: '雇用契約書.pdf', bytes: pdf }])
  for (const [name, tel] of [
    ['山本 さくら', freshTel()],
    ['山本 健太', freshTel()],
  ] as const) {
    await post(`/console/documents/${draft}/draft`, `/console/documents/${draft}/people`, {
      how: 'sms',
      name,
      tel,
    })
  }
  const drafted = (await integrator.call('GET', `/documents/${draft}`)).body
  const model = await begin(clerk, [{ name: '雇用契約書のひな形.pdf', bytes: pdf }])
  await post(`/console/documents/${model}/draft`, `/console/documents/${model}/people`, {
    how: 'sms',
    name: '従業員',
    tel: freshTel(),
  })
  const modelled = (await integrator.call('GET', `/documents/${model}`)).body
  const modelPerson = modelled.participants[1].id
  const field = { participant_id: modelPerson, type: '0', page: '3', x: '380', y: '640', label: '従業員の印' }
  await integrator.call('POST', `/documents/${model}/files/${modelled.files[0].id}/widgets`, field)
  const template = await saveAsTemplate(clerk, model, { title: '雇用契約書のひな形', slots: [modelPerson] })

  const templateFile = (await integrator.call('GET', `/documents/${template}`)).body.files[0].id

  await post('/console/departments', '/console/departments/on')
  const department = idIn(await post('/console/departments', '/console/departments', { name: '賃貸管理部' }))
  const sales = idIn(await post('/console/departments', '/console/departments', { name: '売買仲介部' }))
  const box = /name="(member-[0-9a-f]+)"/.exec((await clerk.get(`/console/departments/${sales}`)).html)?.[1]
  await post(`/console/departments/${sales}`, `/console/departments/${sales}`, {
    ...{ name: '売買仲介部', [box ?? '']: '1' },
  })
  const cabinet = idIn(
    await post('/console/departments', '/console/departments/cabinets', { name: '賃貸借契約' }),
  )
  const member = idIn(
    await post('/console/members', '/console/members', {
      name: '佐藤 一郎',
      organization: 'つばめ不動産',
      email: 'ichiro.sato@example.jp',
    }),
  )
  const issued = await post('/console/clients', '/console/clients', { label: 'お試し', test: '1' })
  const testClient = /id="client-id"[^>]*value="([^"]*)"/.exec(issued.html)?.[1] ?? ''
  const tester = await signInIntegrator(server.url, testClient)
  await sendDocument(tester, {
    pdf,
    title: 'お試しの契約書',
    recipients: [{ name: '試験 太郎', tel: '07000000001' }],
  })
  const client = /clients\/([0-9A-Za-z]+)\/revoke/.exec((await clerk.get('/console/clients')).html)?.[1] ?? ''
  await until('the webhooks are delivered', async () =>
    (await deliveriesOf(server, hook.id)).every(({ state }) => state === 'delivered'),
  )
  const delivery = (await deliveriesOf(server, hook.id))[0]?.id ?? ''

  const concluded = of('concluded').documentId
  await post(`/console/documents/${concluded}/information`, `/console/documents/${concluded}/information`, {
    ...{ counterparty: '中村 健一', contract_at: '2026-11-20', amount: '1,280,000' },
    ...{
      validity_start_at: '2026-12-01',
      validity_end_at: '2028-11-30',
      validity_end_notice_at: '2028-08-31',
    },
  })
  const awaited = `/console/documents/${of('awaiting').documentId}/alert`
  await post(awaited, awaited, { day: '2026-12-20', memo: '更新の意向を確かめる', enabled: '1' })
  const invited = 'ichiro.sato@example.jp'
  const more = await fillMore(server, clerk, { template, invited })

  return {
    concluded: of('concluded').documentId,
    awaiting: of('awaiting').documentId,
    inCharge: of('awaiting').participants[1] ?? '',
    asked: of('asked').documentId,
    askedBy: of('asked').participants[0] ?? '',
    cancelled: of('cancelled').documentId,
    waiting: of('waiting').documentId,
    imported,
    draft,
    draftPerson: drafted.participants[1].id,
    template,
    templateFile,
    member,
    department,
    cabinet,
    client,
    webhook: hook.id,
    delivery,
    more,
    close: () => receiver.close(),
  }
}
