import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Mark } from '#server/pdf/writing/mark.ts'
import { setMarks } from './set-marks.ts'

const text = (value: string, w = 360, h = 24, fontSize: number | null = null): Mark => ({
  kind: 'text',
  w,
  h,
  fontSize,
  value,
})
const seal = (value: string): Mark => ({ kind: 'seal', w: 56, h: 56, fontSize: null, value })

const specimen: Mark[] = [
  text('山田 太郎', 200),
  text('東京都千代田区丸の内一丁目九番一号グランドタワー南館三十八階', 200),
  text(`${'東京都千代田区丸の内一丁目'.repeat(7)}九番一`, 200),
  text('一行目\n二行目 gjpqy\nThird line', 200),
  text('张伟 김철수 Ὀδυσσεύς Юрий Nguyễn Văn An'),
  text('ภาษาไทยที่นี่ น้ำ ผู้ใหญ่'),
  text('हिन्दी क्षत्रिय श्री राष्ट्रीय'),
  text('مرحبا بالعالم 123 (ABC) لا إله'),
  text('שלום עולם 2026-11-29'),
  text('葛\u{e0100}飾区 葛飾区'),
  text('Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor', 360, 40, 14),
  seal('山田 太郎'),
  seal('独立行政法人日本学術振興会研究事業部長'),
  seal('漢'.repeat(36)),
  seal('John Smith'),
  seal('スーパー（株）'),
]

test('long, shrunken and mixed texts are extracted as they were typed (with SCREENS=1 also pictured for the docs)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'musubi-specimen-'))
  try {
    const path = join(folder, 'specimen.pdf')
    await setMarks(path, specimen)
    const extracted = execFileSync('pdftotext', ['-layout', path, '-']).toString().normalize('NFC')
    for (const { kind, value } of specimen) {
      const letters = [...value.normalize('NFC').replaceAll(/\s/g, '')]
      for (const letter of kind === 'text' ? letters : []) expect(extracted).toContain(letter)
    }
    for (const words of ['Юрий Nguyễn', 'ภาษาไทยที่นี่', 'क्षत्रिय', 'بالعالم', 'שלום', '葛\u{e0100}飾区 葛飾区']) {
      expect(extracted).toContain(words.normalize('NFC'))
    }
    if (process.env.SCREENS !== undefined) {
      const picture = join('docs/screens', 'printed-texts')
      execFileSync('pdftoppm', ['-r', '110', '-png', '-singlefile', path, picture])
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
