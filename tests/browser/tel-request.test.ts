/** "This is not my number", with the keyboard alone, without scripts and in both sizes: who asks, and who decides. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, picture, signInByKeyboard, tabTo, visit } from './visitor.ts'

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function contract() {
  const [tel, wanted] = [freshTel(), freshTel()]
  const integrator = await signInIntegrator(server.url, server.clientId)
  const recipients = [{ name: '山田 花子', organization: '株式会社みなと商事', tel }]
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients,
    title: '業務委託基本契約書（システム開発および保守に関する一切の業務）',
  })
  return { sent, tel, wanted, url: await signingUrl(sent) }
}

test.each([
  { width: 360, height: 740, javaScriptEnabled: true },
  { width: 1280, height: 800, javaScriptEnabled: false },
])('asked and approved by keyboard at $width pixels, scripts: $javaScriptEnabled', async (size) => {
  const { width, height, javaScriptEnabled } = size
  const { sent, wanted, url } = await contract()
  const recipient = await visit(browser, { viewport: { width, height }, javaScriptEnabled })
  const { page } = recipient
  await page.goto(url)
  await tabTo(page, '#tel')
  await page.keyboard.type(wanted)
  await page.keyboard.press('Enter')
  await page.locator('#tel-error').waitFor()
  await tabTo(page, 'a[href$="/number"]')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/number')
  await tabTo(page, '#tel')
  await page.keyboard.type(wanted)
  await tabTo(page, '#reason')
  await page.keyboard.type('機種変更で番号が変わりました')
  await page.keyboard.press('Enter')
  await page.locator('.notice').getByText('送信者からの連絡をお待ちください').waitFor()
  await fitsTheWidth(page)
  await picture(page, `asked-${width}`)
  expect(recipient.faults).toEqual([])
  await recipient.leave()

  const member = await visit(browser, { viewport: { width, height }, javaScriptEnabled })
  await signInByKeyboard(member.page, server)
  await fitsTheWidth(member.page)
  await picture(member.page, `list-${width}`)
  await member.page.goto(`${server.url}/console/documents/${sent.documentId}`)
  await fitsTheWidth(member.page)
  await picture(member.page, `document-${width}`)
  await tabTo(member.page, '.notice a[href$="/number"]')
  await member.page.keyboard.press('Enter')
  await member.page.waitForURL('**/number')
  await fitsTheWidth(member.page)
  if (javaScriptEnabled) {
    expect(await judgedByAxeInBothSchemes(member.page)).toEqual({ light: [], dark: [] })
    await member.page.emulateMedia({ colorScheme: 'light' })
  }
  await picture(member.page, `decide-${width}`)
  await tabTo(member.page, '#confirmed')
  await tabTo(member.page, 'form[action$="/approve"] button')
  await member.page.keyboard.press('Enter')
  await member.page.locator('#confirmed-error').waitFor()
  if (javaScriptEnabled) {
    expect(await judgedByAxeInBothSchemes(member.page)).toEqual({ light: [], dark: [] })
    await member.page.emulateMedia({ colorScheme: 'light' })
  }
  await picture(member.page, `unconfirmed-${width}`)
  await tabTo(member.page, '#confirmed')
  await member.page.keyboard.press('Space')
  await tabTo(member.page, 'form[action$="/approve"] button')
  await member.page.keyboard.press('Enter')
  await member.page.waitForURL('**/*done=tel_approved')
  await picture(member.page, `approved-${width}`)
  await tabTo(member.page, 'form[action$="/url"] button')
  await member.page.keyboard.press('Enter')
  await member.page.locator('#signing-url').waitFor()
  await fitsTheWidth(member.page)
  if (javaScriptEnabled) {
    expect(await judgedByAxeInBothSchemes(member.page)).toEqual({ light: [], dark: [] })
    await member.page.emulateMedia({ colorScheme: 'light' })
  }
  await picture(member.page, `url-${width}`)
  expect(member.faults).toEqual([])
  await member.leave()
})

test('the number of another recipient is warned of, and who is stopped reads when to try again', async () => {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const [tel, other] = [freshTel(), freshTel()]
  const recipients = [
    { name: '山田 花子', tel },
    { name: '佐藤 次郎', tel: other },
  ]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
  const url = await signingUrl(sent)
  const small = { viewport: { width: 360, height: 740 } }
  const recipient = await visit(browser, small)
  for (let asked = 1; asked <= 4; asked++) {
    await recipient.page.goto(`${url}/number`)
    if (asked > 1) await recipient.page.locator('summary').click()
    await recipient.page.fill('#tel', other)
    await recipient.page.keyboard.press('Enter')
    if (asked <= 3) await recipient.page.locator('.notice').waitFor()
  }
  await recipient.page
    .locator('[data-state="too_many_requests"]')
    .getByText(/\d+年\d+月\d+日/)
    .waitFor()
  await fitsTheWidth(recipient.page)
  await picture(recipient.page, 'stopped-360')
  await recipient.leave()
  const member = await visit(browser, small)
  await signInByKeyboard(member.page, server)
  for (const width of [360, 1280]) {
    await member.page.setViewportSize({ width, height: 800 })
    await member.page.goto(
      `${server.url}/console/documents/${sent.documentId}/participants/${sent.participants[0]}/number`,
    )
    await member.page.getByText('宛先佐藤 次郎さんの登録番号と同じです').waitFor()
    await fitsTheWidth(member.page)
    await picture(member.page, `another-${width}`)
  }
  expect(await judgedByAxeInBothSchemes(member.page)).toEqual({ light: [], dark: [] })
  expect(member.faults).toEqual([])
  await member.leave()
})
