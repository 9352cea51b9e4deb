import { type Static, Type } from 'typebox'
import type { Member } from '#domain/member.ts'
import type { Team } from '#domain/team.ts'
import { operation } from './operation.ts'

const userAnswer = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  organization: Type.String(),
  team: Type.Object({ id: Type.String(), name: Type.String() }),
  authorities: Type.Object({
    team_administrator: Type.Boolean(),
    team_document_administrator: Type.Boolean(),
    document_approver: Type.Boolean(),
    private_document_administrator: Type.Boolean(),
  }),
})

/** ユーザー as callers see themselves. */
export function userOnWire(member: Member, team: Pick<Team, 'id' | 'name'>): Static<typeof userAnswer> {
  const { id, email, name, organization, authorities } = member
  return {
    id,
    email,
    name,
    organization,
    team: { id: team.id, name: team.name },
    authorities: {
      team_administrator: authorities.teamAdministrator,
      team_document_administrator: authorities.documentAdministrator,
      document_approver: authorities.documentApprover,
      private_document_administrator: authorities.privateDocumentAdministrator,
    },
  }
}

export const getMeCall = operation({
  name: 'getMe',
  summary: { ja: '自分の情報を取得する', en: 'Get the member for whom the token acts' },
  method: 'GET',
  path: '/me',
  request: 'none',
  form: {},
  answer: userAnswer,
})
