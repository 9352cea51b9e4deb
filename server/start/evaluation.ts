import { chmodSync } from 'node:fs'
import { access, link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createEvaluationAuthority,
  type EvaluationAuthority,
} from '#server/adapters/signer/evaluation-authority.ts'
import type { Clock, Random } from '#server/usecases/ports.ts'

/** What evaluation keeps beside its data, so that a second start finds the same credentials and keys. */
export type Evaluation = {
  clientId: string
  email: string
  password: string
  teamId: string
  keys: { data: string; hash: string; session: string }
  authority: EvaluationAuthority
}

const fileName = 'evaluation.json'

/** Loads `<data>/evaluation.json` (mode 0600), or makes it. The root certificate lies beside it for judges. */
export async function loadEvaluation(
  dataDirectory: string,
  clock: Clock,
  random: Random,
): Promise<Evaluation> {
  const known = await readEvaluation(dataDirectory)
  if (known !== null) return known
  const path = join(dataDirectory, fileName)
  const made: Evaluation = {
    clientId: random.id(),
    teamId: random.id(),
    email: 'admin@musubi.example',
    password: random.token(12),
    keys: { data: key(random), hash: key(random), session: random.token(32) },
    authority: createEvaluationAuthority(clock.now()),
  }
  const { clientId: client_id, teamId: team_id, ...rest } = made
  const part = `${path}.${random.id()}.part`
  await writeFile(part, `${JSON.stringify({ client_id, team_id, ...rest }, null, 2)}\n`, { mode: 0o600 })
  chmodSync(part, 0o600)
  // Of processes that start at once on an empty directory the first makes the keys of all.
  const isFirst = await link(part, path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
      return false
    },
  )
  await rm(part)
  if (!isFirst) return loadEvaluation(dataDirectory, clock, random)
  await writeFile(join(dataDirectory, 'evaluation-root.pem'), made.authority.rootPem)
  return made
}

/** What `<data>/evaluation.json` holds; null before the first start. */
export async function readEvaluation(dataDirectory: string): Promise<Evaluation | null> {
  const known = await readFile(join(dataDirectory, fileName), 'utf8').catch(() => null)
  if (known === null) return null
  const { client_id: clientId, team_id: teamId, email, password, keys, authority } = JSON.parse(known)
  return { clientId, teamId, email, password, keys, authority }
}

/** Production refuses a directory whose keys were printed on a screen. */
export async function holdsEvaluation(dataDirectory: string): Promise<boolean> {
  return access(join(dataDirectory, fileName)).then(
    () => true,
    () => false,
  )
}

/** 32 bytes in base64. */
function key(random: Random): string {
  return Buffer.from(random.token(32), 'base64url').toString('base64')
}
