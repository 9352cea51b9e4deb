import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { cureOfMail } from '#server/adapters/mail/mail-cures.ts'
import { trySmtp } from '#server/adapters/mail/smtp-transport.ts'
import { kannelTemplate } from '#server/adapters/sms/http-template.ts'
import { trySmpp } from '#server/adapters/sms/smpp/smpp-gateway.ts'
import { cureOfSms } from '#server/adapters/sms/sms-cures.ts'
import type { Config } from '#server/config/config.ts'
import type { SmppConfig, SmsGatewayConfig } from '#server/config/sms-accounts.ts'
import { type ConfiguredGateway, smppSettings } from '#server/start/sms-gateways.ts'
import type { Clock, Random } from '#server/usecases/ports.ts'
import { type Finding, fail, findings, ok, warn } from './finding.ts'

const patienceMilliseconds = 10_000
const smsLife = 5 * 60_000

/** Are the SMS gateways there? Nothing is sent: what one thinks of the account shows only when it is asked to send. */
export async function examineGateways({ sms }: Config): Promise<Finding[]> {
  const first = await examineGateway('SMS gateway', sms.first, 'first')
  if (sms.second === null) return first
  return [...first, ...(await examineGateway('second SMS gateway', sms.second, 'second'))]
}

function examineGateway(
  check: string,
  config: SmsGatewayConfig,
  place: 'first' | 'second',
): Promise<Finding[]> {
  const cure = 'check the address of the gateway, the network and the firewall'
  return findings(check, cure, async () => {
    if (config.gateway === 'outbox') return ok(check, "Evaluation's virtual phone takes every text.")
    if (config.gateway === 'smpp') return examineSmpp(check, config, place)
    const url = new URL(addressOf(config))
    const failure = await failureOfReaching(url)
    if (failure !== null) return fail(check, `${url.host} is not reached (${failure}).`, cure)
    return ok(check, `${url.host} is reached; musubi doctor --sms NUMBER sends a text through it.`)
  })
}

function addressOf(config: Exclude<SmsGatewayConfig, { gateway: 'outbox' | 'smpp' }>): string {
  switch (config.gateway) {
    case 'kannel':
      return kannelTemplate(config).url
    case 'http':
      return String(config.template.url)
    case 'twilio':
      return config.endpoint ?? 'https://api.twilio.com'
    case 'aws':
      return config.endpoint ?? `https://sms-voice.${config.region}.amazonaws.com`
  }
}

/** SMPP lets us in before anything is sent. */
async function examineSmpp(check: string, config: SmppConfig, place: 'first' | 'second'): Promise<Finding> {
  const settings = smppSettings(config)
  const where = `${settings.host}:${settings.port}`
  const reason = await trySmpp(settings)
  if (reason === null)
    return ok(check, `${where} let us in; musubi doctor --sms NUMBER sends a text through it.`)
  const cure = cureOfSms({ outcome: 'rejected', reason, tryAgain: true }, { kind: 'smpp', place })
  return fail(check, `${where}: ${reason}.`, cure)
}

/** One text through one gateway to a number of the operator's own. `to`: E.164. */
export function sendTestSms(
  { gateway, ...which }: ConfiguredGateway,
  to: string,
  { clock, random }: { clock: Clock; random: Random },
): Promise<Finding[]> {
  const check = which.place === 'first' ? 'SMS' : 'second SMS'
  return findings(check, 'check the settings of the gateway', async () => {
    const answer = await gateway.send({
      idempotencyKey: random.id(),
      to,
      text: 'Musubi: テスト送信です (test)',
      expiresAt: new Date(clock.now().getTime() + smsLife),
    })
    await gateway.close?.()
    if (answer.outcome === 'accepted') return ok(check, 'The gateway took a text; look at the phone.')
    const says = `The gateway answered: ${answer.reason}.`
    const cure = cureOfSms(answer, which)
    if (answer.outcome === 'unknown') return warn(check, says, `look at the phone; ${cure}`)
    return fail(check, says, cure)
  })
}

/** Does the mail server greet, encrypt and let us in? */
export function examineMail({ mail }: Config): Promise<Finding[]> {
  const check = 'mail'
  return findings(check, 'check SMTP_URL and MAIL_FROM', async () => {
    if (mail.transport === 'outbox') return ok(check, "Evaluation's mailbox takes every mail.")
    if (mail.transport === 'none') return ok(check, 'None is configured: links are shown, not mailed.')
    const { host, reason } = await trySmtp({
      url: mail.url,
      from: mail.from,
      startTls: mail.startTls,
      timeoutMs: patienceMilliseconds,
    })
    if (reason === null) return ok(check, `${host} greets, and would take mail.`)
    const cure = cureOfMail({ outcome: 'rejected', reason, tryAgain: true })
    return fail(check, `${host}: ${reason}.`, cure)
  })
}

/** Opens a connection, with TLS where the address asks for it, and closes it. The code of what went wrong, or null. */
async function failureOfReaching(url: URL): Promise<string | null> {
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const where = { host, port: Number(url.port) || (secure ? 443 : 80) }
  const socket = secure ? connectTls(where) : connect(where)
  const failure = await new Promise<string | null>((resolve) => {
    socket.setTimeout(patienceMilliseconds, () => resolve('ETIMEDOUT'))
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'failed'))
    socket.once(secure ? 'secureConnect' : 'connect', () => resolve(null))
  })
  socket.destroy()
  return failure
}
