// The README's picture, made from the real screenshots in docs/screens: node scripts/flow-picture.mjs
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'

const screens = resolve(import.meta.dirname, '../docs/screens')
const steps = [
  ['phone-02-application', '1', 'Your site', 'お申し込み'],
  ['phone-03-phone-number', '2', 'Phone number', '電話番号'],
  ['phone-05-code', '3', 'Code by SMS', '認証コード'],
  ['phone-11-review-filled', '4', 'Read and fill in', '内容の確認'],
  ['phone-12-confirm', '5', 'Consent', '同意'],
  ['phone-14-back-at-the-site', '6', 'Back on your site', '契約の成立'],
]
const figures = steps.map(([name, number, english, japanese]) => {
  const picture = readFileSync(join(screens, `${name}.png`)).toString('base64')
  return `<figure><div><img src="data:image/png;base64,${picture}"></div><figcaption><b>${number}</b> ${japanese}<br><small>${english}</small></figcaption></figure>`
})
const html = `<style>
  body { margin: 0; padding: 36px 32px 28px; background: #f3f1ea; display: flex; gap: 22px; width: max-content;
    font: 600 17px/1.45 "Noto Sans CJK JP", sans-serif; color: #1e2428 }
  figure { margin: 0; width: 226px }
  div { border-radius: 24px; border: 7px solid #1e2428; overflow: hidden; height: 436px; background: #fbfaf7 }
  img { width: 100%; display: block }
  figcaption { margin-top: 14px; text-align: center }
  b { display: inline-block; width: 26px; height: 26px; border-radius: 50%; background: #1f4e79; color: #fff; font-size: 15px; line-height: 26px }
  small { color: #5b646b; font-weight: 400; font-size: 14px }
</style>${figures.join('')}`

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
})
const page = await browser.newPage({ viewport: { width: 1600, height: 600 } })
await page.setContent(html)
await page.locator('body').screenshot({ path: join(screens, 'flow.png') })
await browser.close()
