/** Uploads when everything comes at once: nothing twice, nothing lost, nothing after consent. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askedContract, png, pressUpload } from '#tests/signing/asked-for-a-file.ts'
import { atTheDocument, openScene, type Scene } from '#tests/signing/scene.ts'
import { trailOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { waitForStatus } from '#tests/support/integrator.ts'
import { hiddenFields } from '#tests/support/recipient.ts'

let scene: Scene
let url: string

beforeAll(async () => {
  scene = await openScene()
  url = `http://127.0.0.1:${scene.port}`
})
afterAll(() => scene.close())

const times = (count: number) => Array.from({ length: count }, (_, index) => index)

async function standAtReview() {
  const asked = await askedContract(scene)
  const browser = await atTheDocument(scene, asked)
  const files = async (): Promise<{ id: string; name: string; status: number }[]> => {
    const { body } = await asked.sent.integrator.call('GET', `/documents/${asked.sent.documentId}`)
    return body.attachment.attached_files
  }
  const stored = () =>
    readdir(join(scene.server.dataDirectory, 'files/documents', asked.sent.documentId, 'attached'))
  const upload = (name: string, marker = name) =>
    pressUpload(browser, { url, base: asked.base }, { name, type: 'image/png', bytes: png(marker) })
  return { asked, browser, files, stored, upload }
}

test('two files at once, from two tabs, are both there; one pressed many times is one', async () => {
  const { files, stored, upload } = await standAtReview()
  const presses = ['表.png', '裏.png', '表.png', '裏.png', '表.png', '表.png']
  const answers = await Promise.all(presses.map((name) => upload(name)))
  expect(answers.map(({ status }) => status)).toEqual(presses.map(() => 303))
  const kept = await files()
  expect(kept.map(({ name }) => name).sort()).toEqual(['表.png', '裏.png'].sort())
  expect((await stored()).sort()).toEqual(kept.map(({ id }) => id).sort())
})

test('twelve files at once are ten, and the bytes of the others are gone', async () => {
  const { files, stored, upload } = await standAtReview()
  const answers = await Promise.all(times(12).map((number) => upload(`${number}番.png`)))
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(10)
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(2)
  const kept = await files()
  expect(kept).toHaveLength(10)
  expect((await stored()).sort()).toEqual(kept.map(({ id }) => id).sort())
})

test('deleting the required file against the consent: either it is there and agreed to, or neither', async () => {
  const outcomes: string[] = []
  for (const lead of times(8)) {
    const { asked, browser, files, stored, upload } = await standAtReview()
    await upload('免許証.png')
    await browser.get(`${asked.base}/confirm`)
    const consent = hiddenFields(browser.page.html, `${asked.base}/consent`)
    const [file] = await files()
    const send = (action: string, fields: Record<string, string>) =>
      browser.once('POST', `${asked.base}/${action}`, new URLSearchParams(fields).toString())
    const acts = [
      () => send('consent', consent),
      () => send(`attached/${file?.id}/delete`, { form_token: consent.form_token ?? '' }),
    ]
    const order = lead % 2 === 0 ? [0, 1] : [1, 0]
    await Promise.all(order.map((index) => acts[index]?.()))
    const [after] = await files()
    const events = await trailOf(scene.server, asked.sent.documentId)
    if (events['participant.consented'] === 1) {
      expect(after?.status).toBe(1)
      expect(events).not.toHaveProperty(['attached_file.deleted'])
      expect(await stored()).toEqual([file?.id])
      await waitForStatus(asked.sent, 2)
      outcomes.push('consented')
    } else {
      expect(after?.status).toBe(2)
      expect(events).toMatchObject({ 'attached_file.deleted': 1 })
      expect(await stored()).toEqual([])
      outcomes.push('deleted')
    }
  }
  expect(outcomes).toHaveLength(8)
  await waitForNoJobs(scene.server)
})

test('uploading against the consent: what is there is what was agreed to', async () => {
  for (const lead of times(6)) {
    const { asked, browser, files, stored, upload } = await standAtReview()
    await upload('免許証.png')
    await browser.get(`${asked.base}/confirm`)
    const consent = hiddenFields(browser.page.html, `${asked.base}/consent`)
    const acts = [
      () => browser.once('POST', `${asked.base}/consent`, new URLSearchParams(consent).toString()),
      () => upload('追加.png'),
    ]
    const order = lead % 2 === 0 ? [0, 1] : [1, 0]
    await Promise.all(order.map((index) => acts[index]?.()))
    const kept = await files()
    const events = await trailOf(scene.server, asked.sent.documentId)
    // The consent knew of one file: a second that came first makes the page stale.
    expect(kept).toHaveLength(events['participant.consented'] === 1 ? 1 : 2)
    expect((await stored()).sort()).toEqual(kept.map(({ id }) => id).sort())
  }
  await waitForNoJobs(scene.server)
})
