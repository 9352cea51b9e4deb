/** "This is not my number": what a recipient may ask for, what they are told, and what nobody learns from it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshTel } from '#tests/support/integrator.ts'
import { until } from '#tests/support/until.ts'
import { atTheCode, atTheDocument, type Contract, openScene, pathOf, type Scene, stateOf } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

/** As long as a limit of strangers would count what the tests before did. */
const forgetStrangers = () => scene.sql('delete from stranger_limits')

async function ask({ base }: Pick<Contract, 'base'>, tel: string, reason = '') {
  const browser = scene.browser()
  await browser.get(`${base}/number`)
  await browser.post(`${base}/number`, { tel, reason })
  return browser
}

const outboxOf = (tel: string) => scene.sql('select 1 from outbox_sms where tel = $1', [tel])

describe('asking', () => {
  test('after a number that does not match a quiet link leads to a form, and the request to the sender', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    const { base, tel } = contract
    const wanted = freshTel()
    const browser = scene.browser()
    await browser.get(base)
    const mismatch = await browser.post(`${base}/phone`, { tel: wanted })
    expect(mismatch.html).toContain(`href="${base}/number"`)
    await browser.get(`${base}/number`)
    const page = await browser.post(`${base}/number`, { tel: wanted, reason: '番号が変わりました' })
    expect([page.status, page.path]).toEqual([200, `${base}/number`])
    expect(page.html).toContain('送信者からの連絡をお待ちください')
    expect(page.html).not.toMatch(new RegExp(`${tel}|${wanted}|末尾`))
    const [made] = await requestsOf(contract)
    expect(made).toMatchObject({ from: tel.slice(-2), to: wanted.slice(-2) })
    expect(JSON.stringify(made)).not.toMatch(new RegExp(`${tel}|${wanted}|番号が変わりました`))
    expect(await outboxOf(wanted)).toEqual([])
    await until('the mail to the sender', async () => {
      const mails = await scene.sql(
        `select 1 from outbox_mails where subject like '【電話番号の訂正のお願い】%'`,
      )
      return mails.length > 0
    })
  })

  test('number and reason lie encrypted', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    const wanted = freshTel()
    await ask(contract, wanted, '引っ越しに伴い変更')
    const [row] = await scene.sql('select snapshot::text as body from documents where id = $1', [
      contract.sent.documentId,
    ])
    expect(row.body).toContain('"tel_request":{')
    expect(row.body).not.toMatch(new RegExp(`${wanted}|引っ越し`))
  })

  test('the right number looks no different from a wrong one, and the counter of mismatches is not moved', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    const right = await ask(contract, contract.tel)
    const other = await scene.contract()
    const wrong = await ask(other, freshTel())
    const plain = (html: string, base: string) =>
      html
        .replaceAll(base, '')
        .replace(/value="[^"]*"/g, '')
        .replace(/\d+:\d\d/g, '')
    expect(plain(right.page.html, contract.base)).toBe(plain(wrong.page.html, other.base))
    const [url] = await scene.sql('select mismatches from signing_urls where document_id = $1', [
      contract.sent.documentId,
    ])
    expect(url.mismatches).toBe(0)
  })

  test('who has given the registered number is told that it is registered already', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    const browser = await atTheCode(scene, contract)
    expect(browser.page.html).toContain(`href="${contract.base}/number"`)
    await browser.get(`${contract.base}/number`)
    const page = await browser.post(`${contract.base}/number`, { tel: contract.tel })
    expect(page.status).toBe(422)
    expect(page.html).toContain('すでに登録されています')
    expect(page.html).toContain(`href="${contract.base}/code"`)
  })

  test.each([
    ['', '入力されていません'],
    ['03-1234-5678', '携帯電話の番号ではない'],
    ['050-1234-5678', '携帯電話の番号ではない'],
    ['+1 202 555 0123', '携帯電話の番号ではない'],
    ['090-1234-567', '桁が足りません'],
    ['090-1234-567x', '使えない文字'],
  ])('%j is no mobile number: the page says so beside the field and keeps the entry', async (typed, words) => {
    await forgetStrangers()
    const contract = await scene.contract()
    const { page } = await ask(contract, typed, '理由')
    expect(page.status).toBe(422)
    expect(page.html).toContain(words)
    expect(page.html).toContain('value="理由"')
    expect(await requestsOf(contract)).toEqual([])
  })

  test('a reason too long, or with what nobody sees, is refused beside its field', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    const long = await ask(contract, freshTel(), 'あ'.repeat(201))
    expect([long.page.status, long.page.html.includes('id="reason-error"')]).toEqual([422, true])
    const hidden = await ask(contract, freshTel(), 'a\u202eb')
    expect([hidden.page.status, hidden.page.html.includes('U+202E')]).toEqual([422, true])
    expect(await requestsOf(contract)).toEqual([])
  })

  test('three requests a day through a URL, whatever is posted; further ones make no event and no mail', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    const browser = scene.browser()
    await browser.get(`${contract.base}/number`)
    const form = await browser.get(`${contract.base}/number`)
    const token = /name="form_token" value="([^"]*)"/.exec(form.html)?.[1] ?? ''
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const each = scene.browser()
        for (const [name, value] of browser.cookies) each.cookies.set(name, value)
        await each.get(`${contract.base}/number`)
        const page = await each.post(`${contract.base}/number`, {
          form_token: token,
          tel: `080${String(10_000_000 + index)}`,
        })
        return stateOf(page.html)
      }),
    )
    expect(answers.filter((state) => state === 'too_many_requests')).toHaveLength(197)
    const made = await requestsOf(contract)
    expect(made).toHaveLength(3)
    expect(made.map(({ replaces }) => replaces !== undefined)).toEqual([false, true, true])
  })

  test('a new URL gives no new allowance without end: five a day for a recipient', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    const second = { base: await pathOf(contract.sent) }
    for (let k = 0; k < 3; k++) await ask(contract, freshTel())
    for (let k = 0; k < 2; k++) await ask(second, freshTel())
    expect(stateOf((await ask(second, freshTel())).page.html)).toBe('too_many_requests')
    expect(await requestsOf(contract)).toHaveLength(5)
  })
})

describe('what counts as a request', () => {
  test('own mistakes cost no try: after five reasons that are too long three requests are left', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    for (let k = 0; k < 5; k++) {
      expect((await ask(contract, freshTel(), 'あ'.repeat(201))).page.status).toBe(422)
    }
    for (let k = 0; k < 3; k++) expect((await ask(contract, freshTel())).page.status).toBe(200)
    expect(stateOf((await ask(contract, freshTel())).page.html)).toBe('too_many_requests')
    expect(await requestsOf(contract)).toHaveLength(3)
  })

  test('a family of emoji is a reason like any other', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    const reason = '家族👨\u200d👩\u200d👧で機種変更しました🏳\u200d🌈'
    expect((await ask(contract, freshTel(), reason)).page.status).toBe(200)
    const path = `/documents/${contract.sent.documentId}/participants/${contract.sent.participants[0]}/tel_request`
    expect((await scene.integrator.call('GET', path)).body.reason).toBe(reason)
    const alone = await ask(contract, freshTel(), 'a\u200db')
    expect([alone.page.status, alone.page.html.includes('U+200D')]).toEqual([422, true])
  })

  test('twelve recipients behind one address may ask within an hour', async () => {
    await forgetStrangers()
    for (let k = 0; k < 12; k++) {
      const contract = await scene.contract()
      expect((await ask(contract, freshTel())).page.status).toBe(200)
      expect(await requestsOf(contract)).toHaveLength(1)
    }
  })

  test('who is stopped by others at the same address spends no try, and reads of no request that they never made', async () => {
    await forgetStrangers()
    const [first, second] = [await scene.contract(), await scene.contract()]
    await ask(first, freshTel())
    await scene.sql('update stranger_limits set taken = 100000')
    const stopped = await ask(second, freshTel())
    expect(stateOf(stopped.page.html)).toBe('too_many_requests')
    expect(stopped.page.html).not.toContain('すでにお送りいただいた')
    expect(await scene.sql('select 1 from stranger_limits')).toHaveLength(3)
    expect((await ask(first, freshTel())).page.html).toContain(
      'すでにお送りいただいたお願いは、送信者に届いています',
    )
  })
})

describe('who may not ask', () => {
  test('whose turn it is not, whose phone is proven, and whose document ended', async () => {
    await forgetStrangers()
    const contract = await scene.contract()
    const inside = await atTheDocument(scene, contract)
    await inside.get(`${contract.base}/number`)
    expect(inside.page.path).toBe(`${contract.base}/review`)
    // Another browser with the same URL learns no more than that it cannot ask.
    const stranger = scene.browser()
    await stranger.get(`${contract.base}/number`)
    expect(stateOf(stranger.page.html)).toBe('tel_settled')
    await scene.integrator.call('PUT', `/documents/${contract.sent.documentId}/decline`)
    await stranger.get(`${contract.base}/number`)
    expect(stateOf(stranger.page.html)).toBe('cancelled')
    expect(await requestsOf(contract)).toEqual([])
  })

  test('whose form is not of this URL, or comes from another site', async () => {
    await forgetStrangers()
    const [mine, other] = [await scene.contract(), await scene.contract()]
    const browser = scene.browser()
    await browser.get(`${mine.base}/number`)
    const page = await browser.post(`${other.base}/number`, { tel: freshTel() })
    expect([page.status, stateOf(page.html)]).toEqual([403, 'form_stale'])
    expect([...(await requestsOf(mine)), ...(await requestsOf(other))]).toEqual([])
  })

  test('a session of another participant helps nobody: the URL says whose request it is', async () => {
    await forgetStrangers()
    const tel = freshTel()
    const recipients = [
      { name: '一番', tel },
      { name: '二番', tel: freshTel() },
    ]
    const contract = await scene.contract({ recipients })
    const browser = await atTheCode(scene, contract)
    const other = await scene.contract()
    await browser.get(`${other.base}/number`)
    await browser.post(`${other.base}/number`, { tel: freshTel() })
    expect(await requestsOf(contract)).toEqual([])
    expect((await requestsOf(other)).map(({ participantId }) => participantId)).toEqual(
      other.sent.participants,
    )
  })
})

test('the phone may be proven while a request is open: the request is over then', async () => {
  await forgetStrangers()
  const contract = await scene.contract()
  await ask(contract, freshTel())
  await atTheDocument(scene, contract)
  const [row] = await scene.sql('select snapshot::text as body from documents where id = $1', [
    contract.sent.documentId,
  ])
  expect(row.body).not.toContain('"tel_request":{')
})

const requestsOf = async ({ sent }: Contract) => {
  const rows = await scene.sql(
    `select row from audit where document_id = $1 and type = 'tel_request.made' order by sequence`,
    [sent.documentId],
  )
  return rows.map(({ row }) => JSON.parse(row))
}
