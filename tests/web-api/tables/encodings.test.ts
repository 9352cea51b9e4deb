/**
 * Operation × encoding: however a client in the wild spells its request, the call understands it. That
 * each answer has the shape that the reference describes is asserted by `call` itself.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { titleOf } from './row.ts'
import { listed } from './rows.ts'
import { goodCall, openScene, type Scene } from './scene.ts'
import { spellingsOf } from './spellings.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene?.close())

describe.each(listed.map((each) => [titleOf(each.operation), each] as const))('%s', (_title, each) => {
  const { operation, row } = each
  test.each(spellingsOf(operation))('as %s', async (_how, spell) => {
    const { subject, mark, path, values } = await goodCall(scene, operation, row)
    const { query = '', sending } = spell(values)
    const { status, body, headers } = await subject.caller.call(operation.method, `${path}${query}`, sending)
    const { answer } = operation
    expect([status, body.error === undefined ? '' : body.message]).toEqual([answer === null ? 204 : 200, ''])
    if (answer === 'pdf') expect(headers.get('content-type')).toBe('application/pdf')
    if (answer !== null && typeof answer === 'object')
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    if (row.shows === undefined) return
    const shown = row.shown?.(subject, mark)
    const isObject = shown !== null && typeof shown === 'object' && !Array.isArray(shown)
    const expected = isObject ? expect.objectContaining(shown) : shown
    expect(row.shows(body, subject)).toEqual(expected)
  })
})
