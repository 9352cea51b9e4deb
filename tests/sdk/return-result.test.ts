import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ResultRefused, verifyResult } from '#sdk/return-result.ts'

type Vector = {
  name: string
  result: string
  secrets: Record<string, string>
  team_id: string
  now: number
  believed: boolean
}
const { vectors }: { vectors: Vector[] } = JSON.parse(
  readFileSync(new URL('../../docs/examples/return-vectors.json', import.meta.url), 'utf8'),
)

describe('the verifier of the TypeScript client', () => {
  test.each(vectors)('agrees on $name', async ({ result, secrets, team_id, now, believed }) => {
    const verified = verifyResult({ result, secrets, teamId: team_id, now: new Date(now * 1000) })
    if (!believed) return expect(verified).rejects.toThrow(ResultRefused)
    expect(await verified).toMatchObject({ aud: team_id, document: 'document-1', sub: 'participant-1' })
  })

  test('believes a test document where a site is for tests', async () => {
    const {
      result = '',
      secrets = {},
      now = 0,
    } = vectors.find(({ name }) => name.includes('test document')) ?? {}
    const received = { result, secrets, teamId: 'team-1', now: new Date(now * 1000), tests: true }
    expect(await verifyResult(received)).toMatchObject({ outcome: 'consented', test: true })
  })
})

/** The examples of docs/, each where its runtime is on the machine; Python is everywhere where tests run. */
const examples = [
  ['Python', 'python3', 'docs/examples/verify_return.py'],
  ['Ruby', 'ruby', 'docs/examples/verify_return.rb'],
  ['PHP', 'php', 'docs/examples/verify_return.php'],
] as const

describe('the example in', () => {
  for (const [language, program, file] of examples) {
    const isHere = spawnSync(program, ['--version']).status === 0
    test.skipIf(!isHere && language !== 'Python')(`${language} agrees on every vector`, () => {
      const { stdout, stderr } = spawnSync(program, [file], {
        input: JSON.stringify(vectors),
        encoding: 'utf8',
      })
      expect(stderr).toBe('')
      expect(stdout.trim().split('\n')).toEqual(
        vectors.map((each) => (each.believed ? 'believed' : 'refused')),
      )
    })
  }
})
