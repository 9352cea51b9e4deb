import { describe, expect, test } from 'vitest'
import { colourIn, colourObjection, contrastOf, paletteOf } from './look-colour.ts'

describe('the colour of the signing pages', () => {
  test.each([
    ['#1F4E79', '#1f4e79'],
    [' 1f4e79 ', '#1f4e79'],
    ['＃１Ｆ４Ｅ７９', '#1f4e79'],
    ['#abc', '#aabbcc'],
    ['red', null],
    ['#12345', null],
    ['#1f4e79;}', null],
    ['', null],
  ])('%j is read as %s', (text, colour) => expect(colourIn(text)).toBe(colour))

  test('is measured as WCAG measures it', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  test('is refused where words cannot be read, and the nearest shade that would do is named', () => {
    expect(colourObjection('#1f4e79')).toBeNull()
    for (const colour of ['#ffcc00', '#00b4d8', '#e60012', '#ffffff', '#7f7f7f', '#ff69b4']) {
      const objection = colourObjection(colour)
      if (objection === null) {
        expect(contrastOf(colour, '#fbfaf7')).toBeGreaterThanOrEqual(4.5)
        continue
      }
      expect(objection.contrast).toBeLessThan(4.5)
      expect(colourObjection(objection.nearest)).toBeNull()
      expect(contrastOf(objection.nearest, '#fbfaf7')).toBeLessThan(5)
    }
    expect(colourObjection('#ffcc00')).toMatchObject({ contrast: 1.4 })
  })

  test('makes words that can be read, in the light and in the dark', () => {
    for (let step = 0; step < 4096; step += 7) {
      const colour = `#${step.toString(16).padStart(3, '0').replace(/./g, '$&$&')}`
      if (colourObjection(colour) !== null) continue
      const { light, dark } = paletteOf(colour)
      const pairs = [
        [light.ai, '#fbfaf7'],
        [light.ai, light['ai-tint']],
        [light['on-ai'], light.ai],
        [light['on-ai'], light['ai-pressed']],
        [dark.ai, '#1d2327'],
        [dark.ai, dark['ai-tint']],
        [dark['on-ai'], dark.ai],
        [dark['on-ai'], dark['ai-pressed']],
      ]
      for (const [one = '', other = ''] of pairs) {
        expect(contrastOf(one, other), `${colour}: ${one} ${other}`).toBeGreaterThanOrEqual(4.5)
      }
      expect(contrastOf(light.hanada ?? '', '#fbfaf7')).toBeGreaterThanOrEqual(3)
    }
  })
})
