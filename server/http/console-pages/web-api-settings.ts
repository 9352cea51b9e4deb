import type { FastifyRequest } from 'fastify'
import type { Team } from '#domain/team.ts'
import { webAddressOf } from '#domain/web-address.ts'
import type { WebApiTerms } from '#server/usecases/team/web-api-objections.ts'
import type { WebApiEntry } from '#web/console/settings/WebApiSettings.tsx'
import { field } from '../common/form-guard.ts'
import { typed } from './fields.ts'

/** The section's fields as a browser posted them; a box that is not ticked is not posted. */
export function typedWebApi(request: FastifyRequest): WebApiEntry {
  const ticked = (name: string) => typed(request, name) === '1'
  return {
    webApiEnabled: ticked('web_api_enabled'),
    corsOrigins: lines(request, 'cors_origins'),
    apiNetworks: lines(request, 'api_networks'),
    privateDocuments: ticked('private_documents'),
    recipientUploads: ticked('recipient_uploads'),
    importsEnabled: ticked('imports_enabled'),
  }
}

/** Lines that are wrong are told by their numbers, so that only what follows the last one is cut off. */
function lines(request: FastifyRequest, name: string): string {
  return field(request, name).replaceAll('\r\n', '\n').trimEnd()
}

/** What was typed, with origins as browsers would write them. */
export function webApiTermsOf({ corsOrigins, apiNetworks, ...same }: WebApiEntry): WebApiTerms {
  return {
    ...same,
    corsOrigins: corsOrigins.split('\n').map(originIn),
    apiNetworks: apiNetworks.split('\n').map((line) => line.trim()),
  }
}

/** The team's settings as the form shows them. */
export function webApiEntryOf(team: Team): WebApiEntry {
  const { webApiEnabled, privateDocuments, recipientUploads, importsEnabled } = team
  return {
    webApiEnabled,
    privateDocuments,
    recipientUploads,
    importsEnabled,
    corsOrigins: team.corsOrigins.join('\n'),
    apiNetworks: team.apiNetworks.join('\n'),
  }
}

/** Capitals, the usual port, a closing slash and names in Japanese are put right; anything else stays to be objected to. */
function originIn(line: string): string {
  const text = line.trim()
  const url = webAddressOf(text)
  return url?.pathname === '/' && url.search === '' && url.hash === '' ? url.origin : text
}
