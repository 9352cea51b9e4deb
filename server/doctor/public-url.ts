import type { Config } from '#server/config/config.ts'
import type { Random } from '#server/usecases/ports.ts'
import { type Finding, fail, findings, ok, warn } from './finding.ts'

const patienceMilliseconds = 10_000

/**
 * Asks the server under the address that people have, on the way that they take. What a proxy passes on shows by the
 * request's id: the server keeps the id of a proxy that TRUSTED_PROXIES names, and of nobody else.
 */
export async function examinePublicUrl(config: Config, random: Random): Promise<Finding[]> {
  const check = 'public URL'
  const { publicUrl, trustedProxies } = config
  const encrypted = publicUrl.startsWith('https:')
  const id = random.id()
  const reached = await findings(
    check,
    'check PUBLIC_URL, its name in the DNS, the proxy and the firewall',
    async () => {
      const answer = await fetch(`${publicUrl}/health/ready`, {
        redirect: 'manual',
        headers: { 'x-request-id': id },
        signal: AbortSignal.timeout(patienceMilliseconds),
      }).catch((error: unknown) => reasonOf(error))
      if (typeof answer === 'string') {
        const cure =
          'nothing, if no server runs; else check PUBLIC_URL, its name in the DNS, the certificate and the firewall'
        return warn(check, `${publicUrl} does not answer (${answer}).`, cure)
      }
      const body = await answer.json().catch(() => null)
      if (typeof body?.status !== 'string' || body.parts === undefined) {
        const says = `What answers at ${publicUrl} is not Musubi (status ${answer.status}).`
        return fail(check, says, 'let PUBLIC_URL name the address under which the proxy leads here')
      }
      const says = `${publicUrl} answers: ${body.status}, process ${body.process}.`
      const state =
        answer.status === 200 ? ok(check, says) : warn(check, says, 'look at the parts at /health/ready')
      return trustedProxies.length === 0
        ? state
        : [state, proxyFinding(answer.headers.get('x-request-id') === id)]
    },
  )
  if (!encrypted || trustedProxies.length > 0) return reached
  const says = 'TLS ends at a proxy, and TRUSTED_PROXIES names none: everybody counts as one client.'
  return [...reached, warn('proxy', says, "name the proxy's address in TRUSTED_PROXIES")]
}

function proxyFinding(believed: boolean): Finding {
  if (believed) return ok('proxy', 'It is named in TRUSTED_PROXIES, and its headers arrive.')
  return warn(
    'proxy',
    'The server does not believe the headers of what stands in front, or they do not arrive.',
    "name the proxy's address as the server sees it in TRUSTED_PROXIES, and let it pass X-Request-Id and X-Forwarded-For",
  )
}

/** The code of the network's error, which `fetch` keeps as the cause. */
function reasonOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string }; name?: string }
  return cause?.code ?? name ?? 'failed'
}
