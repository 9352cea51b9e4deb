import { h } from 'preact'
import { letterLanguageIn } from '#domain/letter-language.ts'
import { optionalMails, optionalMailsIn } from '#domain/optional-mail.ts'
import { chooseMails } from '#server/usecases/team/choose-mails.ts'
import { MailChoicePage } from '#web/console/settings/MailChoicePage.tsx'
import { sendPage } from '../common/send-page.ts'
import { anyMember } from './checks.ts'
import { queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** Which mails a member gets: each chooses for themselves. */
export const mailChoiceRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/mails', anyMember, async ({ needs, visit, request, reply }) => {
    const off = optionalMailsIn(await needs.database.read.mailsOff(visit.member.id))
    const done = (['saved', 'unchanged'] as const).find((each) => each === queried(request, 'done')) ?? null
    const language = await needs.database.read.letterLanguage(visit.member.id)
    const { email } = visit.member
    return sendPage(reply, h(MailChoicePage, { chrome: visit.chrome, email, off, language, done }))
  }),

  memberRoute('POST', '/mails', anyMember, async ({ needs, visit, request, reply }) => {
    const wanted = optionalMails.filter((each) => typed(request, each) === '1')
    const language = letterLanguageIn(typed(request, 'language'))
    const changed = await chooseMails(needs, visit.origin, { member: visit.member, wanted, language })
    return reply.redirect(`/console/mails?done=${changed ? 'saved' : 'unchanged'}`, 303)
  }),
]
