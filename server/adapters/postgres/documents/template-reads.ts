import type { Secrets } from '#server/usecases/ports.ts'
import type { TemplateReads } from '#server/usecases/template-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { contentOfAnswer, type DocumentCache, type VersionedRow } from './document-cache.ts'

/** Newest first, by key, so that a page deep in the list costs what the first costs. */
const listOf = (name: string, whose: string) =>
  statement<VersionedRow>(
    name,
    `select d.id, d.version, d.snapshot as body from documents d
     where ${whose} and d.status = 'template' and ($2::text is null or d.id < $2)
       and ($3 = '' or position(lower($3) in lower(d.title)) > 0)
     order by d.created_at desc, d.id desc limit $4`,
  )
const own = listOf('own_templates', 'd.sender_id = $1')
const shared = listOf('shared_templates', 'd.team_id = $1 and d.shared')

/** Templates for the console: a member's own, or those that the team shares. */
export function templateReads(pool: Connection, secrets: Secrets, cache: DocumentCache): TemplateReads {
  return {
    async templatesOf(member, { scope, after, search, limit }) {
      const rows =
        scope === 'own'
          ? await own(pool, member.id, after, search, limit + 1)
          : await shared(pool, member.teamId, after, search, limit + 1)
      const templates = rows
        .slice(0, limit)
        .map((row) => contentOfAnswer(cache, secrets, undefined, row).document)
      return { templates, next: rows.length > limit ? (templates.at(-1)?.id ?? null) : null }
    },
  }
}
