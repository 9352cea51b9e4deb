import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { freshTel } from '#tests/support/integrator.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { atTheDocument, openScene, pathOf, type Scene } from './scene.ts'

let scene: Scene
let clerk: Recipient

beforeAll(async () => {
  scene = await openScene()
  clerk = await enterConsole(scene.server)
})
afterAll(() => scene.close())

/** A draft for one recipient, and what posts a step of the editor to it. */
async function aDraft() {
  const { integrator, server } = scene
  const { body } = await integrator.call('POST', '/documents', { title: '申込書' })
  const documentId: string = body.id
  const uploaded = await integrator.upload(documentId, await contractPdf(), '申込書.pdf')
  const fileId: string = uploaded.body.files[0].id
  const tel = freshTel()
  const person = { name: '山田 花子', tel, callback: '1' }
  const added = await integrator.call('POST', `/documents/${documentId}/participants`, person)
  const participant: string = added.body.participants.at(-1).id
  const place = { file_id: fileId, participant_id: participant, page: '0', x: '100', y: '100' }

  async function add(kind: string, from: number, count: number) {
    const path = `/console/documents/${documentId}/fields`
    const { html } = await clerk.get(path)
    const cookie = [...clerk.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const id = (index: number) => (from + index).toString(16).padStart(32, '0')
    const changes = Array.from({ length: count }, (_, index) => ({
      ...{ act: 'add', id: id(index), type: kind },
      ...place,
    }))
    const answer = await fetch(`${server.url}${path}/changes`, {
      method: 'POST',
      body: new URLSearchParams({
        form_token: /name="form_token" value="([^"]*)"/.exec(html)?.[1] ?? '',
        file_id: fileId,
        changes: JSON.stringify(changes),
      }),
      headers: { accept: 'application/json', cookie, origin: server.url },
    })
    return { status: answer.status, said: await answer.json() }
  }

  const path = `/documents/${documentId}/files/${fileId}/widgets`
  const addByApi = () => integrator.call('POST', path, { ...place, type: '0' })
  return { documentId, fileId, participant, tel, add, addByApi }
}

test('a document holds a thousand fields, however they come, and says so', async () => {
  const { documentId, add, addByApi } = await aDraft()
  expect((await add('2', 0, 999)).status).toBe(200)
  const over = await add('2', 999, 2)
  expect(over.status).toBe(400)
  expect(over.said.problem).toContain('1,000件まで')
  expect(over.said.fields).toHaveLength(999)
  expect((await addByApi()).status).toBe(200)
  const more = await addByApi()
  expect(more).toMatchObject({ status: 400, body: { error: 'bad_request' } })
  expect(more.body.message).toContain('`file_id`: the document already has 1000 widgets; remove one first.')
  const { body } = await scene.integrator.call('GET', `/documents/${documentId}`)
  expect(body.files[0].widgets).toHaveLength(1000)
})

test('a thousand fields, each full of text, can be filled in and consented to', async () => {
  const { integrator } = scene
  const { documentId, fileId, participant, tel, add } = await aDraft()
  expect((await add('1', 0, 1000)).status).toBe(200)
  expect((await integrator.call('POST', `/documents/${documentId}`)).status).toBe(200)
  const base = await pathOf({ documentId, fileId, participants: [participant], integrator })
  const browser = await atTheDocument(scene, { base, tel })
  const names = [...browser.page.html.matchAll(/name="(widget-[^"]+)"/g)].map(([, name = '']) => name)
  expect(names).toHaveLength(1000)
  const typed = Object.fromEntries(names.map((name) => [name, '東'.repeat(96)]))
  const confirmed = await browser.post(`${base}/confirm`, typed)
  expect(confirmed).toMatchObject({ status: 200, path: `${base}/confirm` })
  const consented = await browser.post(`${base}/consent`)
  expect(consented).toMatchObject({ status: 200, path: `${base}/done` })
})
