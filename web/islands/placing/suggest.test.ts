import { expect, test } from 'vitest'
import type { Rules } from '../reading-mode/rules.ts'
import type { Run } from '../reading-mode/runs.ts'
import { offersOn } from './suggest.ts'

const view = { transform: [1, 0, 0, -1, 0, 842], width: 595, height: 842 }
const none: Rules = { across: [], down: [] }
const run = (text: string, left: number, baseline: number, size = 11): Run => ({
  ...{ text, left, baseline, size, font: 'f', bold: false },
  right: left + text.length * size,
})
const seen = (runs: Run[], rules = none) =>
  offersOn(runs, rules, view).map(({ kind, label }) => `${kind} ${label}`.trim())

test('labels of what people write and stamp are offered a field beside them', () => {
  const runs = ['住　所', '氏名：', '日付', '押印', '署名', '記名'].map((text, index) =>
    run(text, 72, 300 + 70 * index),
  )
  expect(seen(runs)).toEqual(['text 住所', 'text 氏名', 'text 日付', 'seal 押印', 'text 署名', 'text 記名'])
  const [first] = offersOn(runs, none, view)
  expect(first).toMatchObject({ w: 240, h: 24 })
  expect(first?.x).toBeGreaterThan(105)
})

test('English labels too', () => {
  const runs = ['Signature:', 'Full name', 'Date', 'Seal'].map((text, index) =>
    run(text, 72, 300 + 70 * index, 6),
  )
  expect(seen(runs)).toEqual(['text Signature', 'text Full name', 'text Date', 'seal Seal'])
})

test('a stamp mark is stamped upon, and what stands before it is written before it', () => {
  const offers = offersOn([run('氏名　　　　　　　　　　　　　　　　　　　　㊞', 72, 400)], none, view)
  expect(offers.map(({ kind }) => kind)).toEqual(['seal', 'text'])
  const [stamp, name] = offers
  expect((name?.x ?? 0) + (name?.w ?? 0)).toBeLessThanOrEqual(stamp?.x ?? 0)
})

test('sentences that speak of names and stamps are left alone', () => {
  const runs = [
    run('甲及び乙は、本書に署名押印のうえ各自一通を保有する。', 72, 300),
    run('The parties state name and date', 72, 350, 6),
    run('第3条（日付の定め方）', 72, 400),
    run('2028年2月29日', 72, 450),
  ]
  expect(seen(runs)).toEqual([])
})

test('a blank of underscores and a long line wait for words; a table, and underlined words, do not', () => {
  expect(seen([run('Name: ______________', 72, 300, 7)])).toEqual(['text Name'])
  const line = { at: 303, from: 150, to: 350 }
  expect(seen([run('会員番号', 72, 300)], { across: [line], down: [] })).toEqual(['text 会員番号'])
  expect(seen([run('下線の引かれた文字', 160, 300)], { across: [line], down: [] })).toEqual([])
  const down = [
    { at: 150, from: 280, to: 303 },
    { at: 350, from: 280, to: 303 },
  ]
  expect(seen([], { across: [line], down })).toEqual([])
  expect(seen([], { across: [{ at: 303, from: 50, to: 545 }], down: [] })).toEqual([])
})

test('a line of nothing but brackets is read as fast as any other, and offers nothing', () => {
  const line = '('.repeat(200_000)
  expect(seen([run(line, 0, 300, 0.002)])).toEqual([])
  expect(seen([run(`${line}____________`, 0, 300, 0.002)])).toEqual([])
  expect(seen([run('住所（番地まで）', 72, 300)])).toEqual(['text 住所'])
})

test('in a table the value goes into the cell beside the label', () => {
  const down = [60, 130, 400].map((at) => ({ at, from: 280, to: 310 }))
  const [offer] = offersOn([run('住所', 70, 300)], { across: [], down }, view)
  expect(offer).toMatchObject({ kind: 'text', x: 134, label: '住所' })
  expect((offer?.x ?? 0) + (offer?.w ?? 0)).toBeLessThanOrEqual(400)
})

test('nothing is offered outside the page, nor twice in one place', () => {
  expect(seen([run('押印', 560, 400)])).toEqual([])
  expect(seen([run('㊞', 300, 400), run('㊞', 304, 402)])).toEqual(['seal'])
})
