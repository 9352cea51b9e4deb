import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { cleanLogo, logoLimits } from '#domain/logo.ts'
import type { LogoProblem } from '#domain/logo-problem.ts'
import { colourIn, colourObjection } from '#domain/look-colour.ts'
import { keepLogo } from '#server/usecases/team/keep-logo.ts'
import { saveLook } from '#server/usecases/team/save-look.ts'
import type { LogoFile } from '#server/usecases/team-ports.ts'
import {
  type ColourProblem,
  LookPage,
  type LookPageProps,
  ownColour,
} from '#web/console/settings/LookPage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { FormParts } from '../common/upload-form.ts'
import type { ConsoleCall } from './call.ts'
import { administrator, notShownAgain } from './checks.ts'
import { doneOf, queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute, memberUploadRoute } from './route.ts'

const address = '/settings/look'

const noProblems: LookPageProps['problems'] = { logo: null, colour: null }

/** Logo and colour of the signing pages: a proposal is looked at under an address of its own and then saved. */
export const lookRoutes: ConsoleRoute[] = [
  memberRoute('GET', address, administrator, async (call) => {
    const { needs, visit, request } = call
    const team = await needs.database.read.team(visit.member.teamId)
    const kept = { logo: team.lookLogo, colour: team.lookColour }
    const query = new URL(request.url, 'http://x').searchParams
    const wanted = query.has('logo')
      ? { logo: logoNameIn(queried(request, 'logo')), colour: readableColour(queried(request, 'colour')) }
      : kept
    const proposed = wanted.logo !== kept.logo || wanted.colour !== kept.colour
    const done = (['saved', 'unchanged'] as const).find((each) => each === doneOf(request)) ?? null
    return show(call, { look: wanted, entry: entryOf(wanted), proposed, problems: noProblems, done })
  }),

  memberUploadRoute(`${address}/preview`, notShownAgain(administrator), async (call) => {
    const form = await readProposal(call.parts)
    const clean = form.bytes === null ? null : cleanLogo(form.bytes)
    const logoProblem = typeof clean === 'string' ? clean : null
    const logo = clean === null || typeof clean === 'string' ? null : fileOf(clean)
    if (logo !== null) await keepLogo(call.needs, call.visit.origin, { member: call.visit.member, logo })
    const name = logo?.name ?? (form.removed ? null : form.kept)
    const typedColour = colourIn(form.colour)
    const colourProblem = form.useColour ? problemOf(typedColour) : null
    const entry = { colour: form.colour, useColour: form.useColour }
    if (logoProblem !== null || colourProblem !== null) {
      const colour = form.useColour && colourProblem === null ? typedColour : null
      const problems = { logo: logoProblem, colour: colourProblem }
      return show(call, { look: { logo: name, colour }, entry, proposed: false, problems, done: null })
    }
    const query = new URLSearchParams({ logo: name ?? '', colour: form.useColour ? (typedColour ?? '') : '' })
    return call.reply.redirect(`/console${address}?${query}`, 303)
  }),

  memberRoute('POST', address, administrator, async (call) => {
    const { needs, visit, request, reply } = call
    const look = { logo: logoNameIn(typed(request, 'logo')), colour: colourIn(typed(request, 'colour')) }
    const outcome = await saveLook(needs, visit.origin, { member: visit.member, look })
    if (outcome.saved) {
      return reply.redirect(`/console${address}?done=${outcome.changed ? 'saved' : 'unchanged'}`, 303)
    }
    const problems: LookPageProps['problems'] =
      outcome.problem === 'colour'
        ? { logo: null, colour: problemOf(look.colour) }
        : { logo: 'gone', colour: null }
    const shown = { logo: null, colour: outcome.problem === 'colour' ? null : look.colour }
    return show(call, { look: shown, entry: entryOf(look), proposed: false, problems, done: null })
  }),
]

function show({ visit, reply }: ConsoleCall, props: Omit<LookPageProps, 'chrome'>): FastifyReply {
  const { logo, colour } = props.problems
  const page = h(LookPage, { chrome: visit.chrome, ...props })
  return sendPage(logo === null && colour === null ? reply : reply.code(400), page)
}

type Proposal = {
  bytes: Uint8Array | null
  /** The logo that the page showed. */
  kept: string | null
  removed: boolean
  colour: string
  useColour: boolean
}

async function readProposal(parts: FormParts): Promise<Proposal> {
  const fields = new Map<string, string>()
  let bytes: Uint8Array | null = null
  for await (const part of parts) {
    if (part.fileName === null) fields.set(part.name, await part.text())
    // A browser sends a nameless, empty file where none was chosen.
    else if (part.name === 'logo' && part.fileName !== '') bytes = await firstBytes(part.content)
  }
  const field = (name: string) => (fields.get(name) ?? '').trim().slice(0, 100)
  return {
    bytes,
    kept: logoNameIn(field('kept')),
    removed: field('remove_logo') === '1',
    colour: field('colour'),
    useColour: field('use_colour') === '1',
  }
}

/** One byte more than a logo may have, so that a larger one is told. */
async function firstBytes(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  let length = 0
  for await (const piece of content) {
    if (length <= logoLimits.bytes) kept.push(Uint8Array.from(piece))
    length += piece.length
  }
  return Buffer.concat(kept)
}

function fileOf({ kind, bytes }: Exclude<ReturnType<typeof cleanLogo>, LogoProblem>): LogoFile {
  return { name: `${createHash('sha256').update(bytes).digest('hex')}.${kind}`, bytes }
}

function logoNameIn(text: string): string | null {
  return /^[0-9a-f]{64}\.(?:png|svg)$/.exec(text)?.[0] ?? null
}

/** What a browser types of itself into the address is looked at like anything else. */
function readableColour(text: string): string | null {
  const colour = colourIn(text)
  return colour === null || colourObjection(colour) !== null ? null : colour
}

function problemOf(colour: string | null): ColourProblem | null {
  return colour === null ? 'malformed' : colourObjection(colour)
}

function entryOf({ colour }: { colour: string | null }): LookPageProps['entry'] {
  return { colour: colour ?? ownColour, useColour: colour !== null }
}
