import { letterLanguageIn } from '#domain/letter-language.ts'
import { letterOf } from '../letters/letter.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { handOverMail } from './hand-over-mail.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'mail'> & { publicUrl: string }

/** Milliseconds: half an hour, for whoever asks is waiting. */
const life = 30 * 60_000

/**
 * The link for a lost password, to the address that was typed if it is that of a member who has a password. Each try makes
 * a new link, and the newest works. Without mail nothing is sent: an administrator or the operator helps.
 */
export async function mailPasswordLink(needs: Needs, { requestId }: { requestId: string }): Promise<void> {
  const { database, mail } = needs
  const request = await database.read.resetRequest(requestId)
  if (request === null) return
  const found = mail === null ? null : await database.read.memberByEmail(request.email)
  const credential = found === null ? null : await database.read.credential(request.email)
  if (mail !== null && found !== null && !found.disabled && credential?.hash != null) {
    const token = needs.random.token(32)
    const at = needs.clock.now()
    await database.transaction(systemOrigin, async (tx) => {
      await tx.signIn.hold(found.id)
      const hash = needs.secrets.keyedHash('password-reset', token)
      await tx.signIn.saveReset(found.id, hash, new Date(at.getTime() + life))
      tx.recordTeam([{ type: 'member.password_lost', teamId: found.teamId, at, memberId: found.id }])
    })
    const chosen = await database.read.letterLanguage(found.id)
    const language = chosen ?? letterLanguageIn(request.language) ?? 'ja'
    const url = `${needs.publicUrl}/console/password/${token}`
    const letter = letterOf('password_lost', language, { to: found.name, url })
    await handOverMail(mail, { idempotencyKey: `password-link.${requestId}`, letter, to: found.email })
  }
  await database.transaction(systemOrigin, (tx) => tx.signIn.removeResetRequest(requestId))
}
