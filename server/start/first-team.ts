import type { Pool } from 'pg'
import type { Member } from '#domain/member.ts'
import type { Team } from '#domain/team.ts'
import { rolesOf, type TeamEvent } from '#domain/team-event.ts'
import { usualTimeZone } from '#domain/time-zone.ts'
import { giveAccount } from '#server/adapters/postgres/teams/account-rows.ts'
import {
  followDemoSite,
  hasAnyTeam,
  hasTeam,
  insertFirstTeam,
} from '#server/adapters/postgres/teams/first-team.ts'
import { type Config, ConfigRefused } from '#server/config/config.ts'
import { clientIdHash } from '#server/usecases/access/credential-hash.ts'
import type { Clock, Random, Secrets } from '#server/usecases/ports.ts'
import type { SignInTools } from '#server/usecases/sign-in-ports.ts'
import type { Evaluation } from './evaluation.ts'
import { keptAddress, keptName } from './given-names.ts'

type Tools = { pool: Pool; signIn: SignInTools; clock: Clock; random: Random; secrets: Secrets }

/**
 * Evaluation begins with a team that can sign at once: embedded signing on, its return URL the demo site. Answers what
 * was recorded of it, nothing where the team is there already.
 */
export async function seedEvaluation(
  tools: Tools,
  evaluation: Evaluation,
  demoSite: string,
): Promise<TeamEvent[]> {
  const { pool, signIn, clock, random, secrets } = tools
  const returnUrl = `${demoSite}/playground/return`
  if (await hasTeam(pool, evaluation.teamId)) {
    await followDemoSite(pool, evaluation.teamId, returnUrl)
    return []
  }
  await giveAccount(
    pool,
    evaluation.email.toLowerCase(),
    '評価 太郎',
    await signIn.passwords.hashOf(evaluation.password),
  )
  const member = administrator(random.id(), evaluation.teamId, {
    name: '評価 太郎',
    organization: 'つばめ不動産',
    email: evaluation.email,
  })
  const team: Team = {
    ...newTeam(evaluation.teamId, 'つばめ不動産 (評価用)'),
    embeddedSigning: true,
    returnUrl,
    shownSmsSender: '',
    terms: { version: '1', url: null, text: evaluationTerms },
    contact: 'demo@tsubame.example',
  }
  const client = {
    id: random.id(),
    memberId: member.id,
    teamId: team.id,
    label: '評価用クライアント',
    test: false,
    ending: evaluation.clientId.slice(-4),
    createdAt: clock.now(),
    revokedAt: null,
    lastUsedAt: null,
  }
  const idHash = clientIdHash(secrets, evaluation.clientId)
  const events: TeamEvent[] = [
    memberAdded(member, client.createdAt),
    {
      type: 'client.issued',
      teamId: team.id,
      at: client.createdAt,
      clientId: client.id,
      label: client.label,
      ending: client.ending,
    },
  ]
  // The team is written last and in one statement each: a start that was cut short is simply done again.
  await inOneTransaction(pool, (connection) =>
    insertFirstTeam(connection, { team, member, client: { client, idHash }, events }),
  )
  return events
}

/** Production makes its first team from the configuration, when the database has none. Answers as `seedEvaluation`. */
export async function seedProduction(tools: Tools, config: Config): Promise<TeamEvent[]> {
  const { pool, signIn, random, clock } = tools
  if (await hasAnyTeam(pool)) return []
  const first = config.firstTeam
  if (first === null) {
    throw new ConfigRefused([
      'The database has no team yet: set FIRST_ADMIN_EMAIL, FIRST_ADMIN_PASSWORD and FIRST_TEAM_NAME for the first start.',
    ])
  }
  const name = keptName('FIRST_TEAM_NAME', first.team)
  const email = keptAddress('FIRST_ADMIN_EMAIL', first.email)
  await giveAccount(pool, email.toLowerCase(), name, await signIn.passwords.hashOf(first.password))
  const team = newTeam(random.id(), name)
  const member = administrator(random.id(), team.id, { name, organization: name, email })
  const events = [memberAdded(member, clock.now())]
  await inOneTransaction(pool, (connection) =>
    insertFirstTeam(connection, { team, member, client: null, events }),
  )
  return events
}

/** Of its first administrator a team's history begins. */
function memberAdded({ id, teamId, authorities }: Member, at: Date): TeamEvent {
  return { type: 'member.added', teamId, at, memberId: id, roles: rolesOf(authorities) }
}

async function inOneTransaction(
  pool: Pool,
  work: (connection: Pool | import('pg').PoolClient) => Promise<void>,
) {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await work(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

function newTeam(id: string, name: string): Team {
  return {
    id,
    name,
    webApiEnabled: true,
    embeddedSigning: false,
    returnUrl: null,
    returnParameters: { document: 'document_id', participant: 'participant_id', error: 'error' },
    returnResult: false,
    frameAncestors: [],
    shownSmsSender: '',
    terms: { version: '1', url: null, text: '' },
    privacyUrl: null,
    lookLogo: null,
    lookColour: null,
    contact: '',
    privateDocuments: false,
    smsPerDay: 2000,
    smsPriceSen: 0,
    reminderPlan: null,
    linkSms: false,
    factorRequired: false,
    consoleNetworks: [],
    approvalRequired: false,
    retention: null,
    timeZone: usualTimeZone,
    addressBook: true,
    copyDays: 90,
    concludedMail: 'attached',
    corsOrigins: [],
    apiNetworks: [],
    recipientUploads: true,
    importsEnabled: true,
    departmentsEnabled: false,
  }
}

function administrator(
  id: string,
  teamId: string,
  person: Pick<Member, 'name' | 'organization' | 'email'>,
): Member {
  return {
    id,
    teamId,
    ...person,
    authorities: {
      teamAdministrator: true,
      documentAdministrator: true,
      documentApprover: true,
      privateDocumentAdministrator: true,
    },
    disabled: false,
    oversight: 'team',
  }
}

const evaluationTerms = `この画面は評価用です。ここで行う同意に法的な効力はありません。

認証コードは、実際の携帯電話ではなく、評価用の仮想電話に届きます。実在の方の氏名や電話番号は入力しないでください。

入力された内容と操作の記録は、このサーバーの評価用データとして保存されます。`
