import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PDF } from '@libpdf/core'
import { expect, test } from 'vitest'
import { flats } from '#web/playground/flats.ts'
import { unprintable } from './contract-paper.ts'
import { japaneseDate, leaseContract } from './lease-contract.ts'

const { resolve } = createRequire(import.meta.url)
const face = (name: string) => readFileSync(resolve(`@expo-google-fonts/noto-sans-jp/${name}.ttf`))
const fonts = { regular: face('400Regular/NotoSansJP_400Regular'), bold: face('700Bold/NotoSansJP_700Bold') }

test.each(flats)('the contract for $name is a small, whole PDF with the visitor in it', async (flat) => {
  const terms = {
    tenant: '佐藤 ひかり',
    tel: '09012345678',
    flat,
    moveIn: '2028-02-29',
    madeOn: '2026-11-22',
  }
  const contract = await leaseContract(terms, fonts)
  expect(Buffer.from(contract.bytes).toString('latin1')).toMatch(/^%PDF-[\s\S]*%%EOF\s*$/)
  expect(contract.bytes.length).toBeLessThan(200_000)

  const pdf = await PDF.load(contract.bytes)
  expect(pdf.getPageCount()).toBe(4)
  const text = pdf
    .getPages()
    .map((page) => page.extractText().text)
    .join('\n')
  for (const part of ['佐藤 ひかり', '090-1234-5678', flat.name, '2028年2月29日', '2030年2月28日', '第16条'])
    expect(text).toContain(part)
})

test('the places for the widgets lie on the last page, and apart', async () => {
  const [flat] = flats
  if (!flat) throw new Error('no flat')
  const terms = {
    tenant: '漢'.repeat(64),
    tel: '09012345678',
    flat,
    moveIn: '2026-12-10',
    madeOn: '2026-11-22',
  }
  const { landlordSeal, tenantSeal, specialTermsCheckbox } = await leaseContract(terms, fonts)
  for (const place of [landlordSeal, tenantSeal, specialTermsCheckbox]) {
    expect(place.page).toBe(3)
    expect(place.x).toBeLessThan(595 - 56)
    expect(place.y).toBeLessThan(842 - 56)
  }
  expect(tenantSeal.y - landlordSeal.y).toBeGreaterThanOrEqual(56)
  expect(landlordSeal.y - specialTermsCheckbox.y).toBeGreaterThanOrEqual(16)
})

test('characters that the font lacks are named before they vanish', () => {
  expect(unprintable('佐藤😀', fonts)).toEqual(['😀'])
  expect(unprintable('髙﨑 ひかり', fonts)).toEqual([])
})

test('a date is written as on paper', () => {
  expect(japaneseDate('2026-12-01')).toBe('2026年12月1日')
})
