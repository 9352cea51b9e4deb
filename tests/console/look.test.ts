import { crc32, deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import {
  hiddenFields,
  openBrowser,
  type Page,
  type Recipient,
  readAsLines,
} from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let clerk: Recipient
let consentUrl: string

beforeAll(async () => {
  server = await startTestServer()
  clerk = await enterConsole(server)
  const integrator = await signInIntegrator(server.url, server.clientId)
  consentUrl = await signingUrl(await sendDocument(integrator, { pdf: await contractPdf() }))
})
afterAll(() => server.close())

const address = '/console/settings/look'
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><script>alert(1)</script><path d="M0 0h20v10H0z" fill="#345"/></svg>'

function png(): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(data.length, 0)
    ends.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
  }
  const head = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0])
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const end = chunk('IEND', Buffer.alloc(0))
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(6))), end])
}

type Wanted = { logo?: { name: string; bytes: Uint8Array | string }; fields?: Record<string, string> }

/** Presses the preview as a browser does; gives the page that follows. */
async function propose({ logo, fields = {} }: Wanted, by = clerk): Promise<Page> {
  await by.get(address)
  const action = `${address}/preview`
  const { form_token = '', kept = '' } = hiddenFields(by.page().html, action)
  const form = new FormData()
  for (const [name, value] of Object.entries({ form_token, kept, ...fields })) form.set(name, value)
  form.set('logo', new Blob([(logo?.bytes ?? '') as BlobPart]), logo?.name ?? '')
  const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { origin: server.url, cookie }
  const answer = await fetch(`${server.url}${action}`, {
    method: 'POST',
    redirect: 'manual',
    body: form,
    headers,
  })
  if (answer.status === 303) return by.get(answer.headers.get('location') ?? '')
  return {
    status: answer.status,
    url: answer.url,
    html: readAsLines(await answer.text()),
    headers: answer.headers,
  }
}

const save = () => clerk.post(address)
const firstScreen = async () => (await openBrowser(server.url).get(consentUrl)).html
const logoIn = (html: string) => /src="(\/looks\/[0-9a-f]{64}\.(?:png|svg))"/.exec(html)?.[1] ?? null
const colour = (text: string) => ({ colour: text, use_colour: '1' })

describe('the look of the signing pages', () => {
  test('is looked at first, then saved, recorded, and seen by recipients beside the sender’s name', async () => {
    const before = await firstScreen()
    expect(before).not.toContain('/looks/')
    const shown = await propose({ logo: { name: 'logo.svg', bytes: drawing }, fields: colour('#7A1F5C') })
    expect(shown.html).toContain('まだ保存していません')
    expect(logoIn(shown.html)).not.toBeNull()
    expect(await firstScreen()).not.toContain('/looks/')

    const saved = await save()
    expect(saved.url).toMatch(/look\?done=saved$/)
    const page = await firstScreen()
    expect(page).toContain('<link rel="stylesheet" href="/looks/7a1f5c.css"')
    expect(logoIn(page)).toBe(logoIn(shown.html))
    expect(page).toContain('つばめ不動産')
    expect(page).toContain('送信者')
    const events = await rowsOf<{ detail: { setting: string; from: unknown; to: unknown } }>(
      server,
      "select row::jsonb as detail from team_events where row::jsonb->>'type' = 'settings.changed' order by sequence",
    )
    expect(events.map(({ detail }) => detail)).toMatchObject([
      { setting: 'lookLogo', from: null },
      { setting: 'lookColour', from: null, to: '#7a1f5c' },
    ])
    expect((await clerk.get('/console/history')).html).toContain('署名画面の色')
  })

  test('is served as what it is, cleaned, and locked up', async () => {
    const path = logoIn(await firstScreen()) ?? ''
    const answer = await fetch(`${server.url}${path}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/svg+xml')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
    expect(answer.headers.get('cache-control')).toContain('immutable')
    const text = await answer.text()
    expect(text).toContain('<path d="M0 0h20v10H0z" fill="#345"/>')
    expect(text).not.toMatch(/script|alert/)
    const css = await fetch(`${server.url}/looks/7a1f5c.css`)
    expect(css.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(await css.text()).toContain('--ai:#7a1f5c')
    for (const stranger of [
      '/looks/7a1f5.css',
      '/looks/x.css',
      `/looks/${'0'.repeat(64)}.png`,
      '/looks/..%2fa',
    ]) {
      expect((await fetch(`${server.url}${stranger}`)).status).toBe(404)
    }
  })

  test('of a colour that cannot be read is refused, and the nearest that would do is named and does', async () => {
    const refused = await propose({ fields: colour('#ffcc00') })
    expect(refused.status).toBe(400)
    expect(refused.html).toContain('value="#ffcc00"')
    const nearest = /近い色では (#[0-9a-f]{6}) が使えます/.exec(refused.html)?.[1] ?? ''
    expect((await propose({ fields: colour('赤') })).html).toContain('6桁で入力してください')
    expect((await propose({ fields: colour(nearest) })).url).toContain(encodeURIComponent(nearest))
    // Whoever writes the form's fields by hand is refused as well.
    await clerk.get(`${address}?logo=&colour=%237a1f5c`)
    await clerk.get(`${address}?logo=&colour=%23345678`)
    const forged = await clerk.post(address, { colour: '#ffcc00' })
    expect(forged.status).toBe(400)
    expect(await firstScreen()).toContain('/looks/7a1f5c.css')
  })

  test.each([
    ['no picture', { name: 'logo.png', bytes: '<html>' }, 'PNG でも SVG でもない'],
    ['too large', { name: 'logo.svg', bytes: `${drawing}${' '.repeat(200_000)}` }, '200 KBより大きい'],
    ['broken', { name: 'logo.svg', bytes: '<svg><path d="M0 0"' }, '壊れているか'],
    ['without shapes', { name: 'logo.svg', bytes: '<svg><text>結</text></svg>' }, '図形が見つかりません'],
  ])('with a logo that is %s is refused beside its field, and the colour stays as typed', async (_, logo, sentence) => {
    const page = await propose({ logo, fields: colour('#123456') })
    expect(page.status).toBe(400)
    expect(page.html).toContain(sentence)
    expect(page.html).toContain('id="logo-error"')
    expect(page.html).toContain('value="#123456"')
  })

  test('may be a PNG alone, in our colour; and be taken away again', async () => {
    await propose({ logo: { name: 'logo.png', bytes: png() }, fields: { colour: '#7a1f5c' } })
    await save()
    const page = await firstScreen()
    expect(page).toContain('/looks/plain.css')
    const answer = await fetch(`${server.url}${logoIn(page)}`)
    expect([answer.headers.get('content-type'), Buffer.from(await answer.arrayBuffer())]).toEqual([
      'image/png',
      png(),
    ])
    await propose({ fields: { remove_logo: '1', colour: '' } })
    await save()
    expect(await firstScreen()).not.toContain('/looks/')
    expect((await clerk.get(address)).html).toContain('ロゴはありません')
  })

  test('keeps few of those that were only looked at, and says of one that is gone what to do', async () => {
    const of = (at: number) => ({ name: 'logo.svg', bytes: drawing.replace('#345', `#34${at}`) })
    const first = await propose({ logo: of(0) })
    const name = logoIn(first.html)?.slice('/looks/'.length) ?? ''
    for (let at = 1; at <= 6; at++) await propose({ logo: of(at) })
    const [row] = await rowsOf<{ count: string }>(server, 'select count(*) from team_logos')
    expect(Number(row?.count)).toBeLessThanOrEqual(6)
    await clerk.get(`${address}?logo=${name}&colour=`)
    const page = await clerk.post(address)
    expect(page.status).toBe(400)
    expect(page.html).toContain('もう一度選んでください')
  })

  test('is for team administrators, and takes no form of elsewhere', async () => {
    await addColleague(server, 'plain@example.jp', 'a password of theirs')
    const colleague = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
    expect((await colleague.get(address)).status).toBe(403)
    expect((await propose({ logo: { name: 'logo.png', bytes: png() } }, colleague)).status).toBe(403)
    const form = new FormData()
    form.set('form_token', 'made up')
    const answer = await fetch(`${server.url}${address}/preview`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    expect(answer.status).toBe(303)
  })

  test('of two administrators at once is one of the two, whole, and both are recorded', async () => {
    const other = await enterConsole(server)
    await propose({ fields: colour('#1f4e79') })
    await propose({ fields: colour('#7a1f5c') }, other)
    await Promise.all([clerk.post(address), other.post(address)])
    const [team] = await rowsOf<{ look_colour: string }>(server, 'select look_colour from teams')
    const last = await rowsOf<{ detail: { to: string } }>(
      server,
      "select row::jsonb as detail from team_events where row::jsonb->>'setting' = 'lookColour' order by sequence desc limit 1",
    )
    expect(last[0]?.detail.to).toBe(team?.look_colour)
  })
})
