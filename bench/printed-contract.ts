import type { Browser } from 'playwright-core'

/** A Japanese contract as Chromium prints it, with so many different characters in its fonts. */
export async function printedContract(browser: Browser, pages: number, characters: number): Promise<Buffer> {
  const page = await browser.newPage()
  const article =
    '甲は、乙に対し、本契約に定めるところに従い、次の業務を委託し、乙はこれを受託する。乙は、善良な管理者の注意をもって業務を行い、甲の書面による承諾なく第三者に再委託してはならない。'
  const each = Math.ceil(characters / pages)
  const sheets = Array.from({ length: pages }, (_, sheet) => {
    const articles = Array.from(
      { length: 8 },
      (_, index) => `<p>第${sheet * 8 + index + 1}条　${article}</p>`,
    )
    const rare = Array.from({ length: each }, (_, index) =>
      String.fromCodePoint(0x4e00 + (((sheet * each + index) * 7) % 20_000)),
    )
    return `<section>${articles.join('')}<p>${rare.join('')}</p></section>`
  })
  await page.setContent(
    `<!doctype html><meta charset="utf-8"><style>section{break-after:page;font:10.5pt/1.8 'Noto Sans CJK JP'}</style>${sheets.join('')}`,
  )
  const pdf = await page.pdf({ format: 'A4' })
  await page.close()
  return pdf
}
