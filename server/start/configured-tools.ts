import { readFile } from 'node:fs/promises'
import { createOutboxMailTransport } from '#server/adapters/mail/outbox-transport.ts'
import { createSmtpTransport } from '#server/adapters/mail/smtp-transport.ts'
import { writingTransport } from '#server/adapters/mail/writing-transport.ts'
import type { outboxStore } from '#server/adapters/postgres/jobs/outbox-store.ts'
import { createPemSigner } from '#server/adapters/signer/pem-signer.ts'
import { createPkcs12Signer } from '#server/adapters/signer/pkcs12-signer.ts'
import { createAwsKmsKey } from '#server/adapters/signer/remote/aws-kms-key.ts'
import { createGoogleKmsKey } from '#server/adapters/signer/remote/google-kms-key.ts'
import { createPkcs11Key } from '#server/adapters/signer/remote/pkcs11-key.ts'
import { createRemoteSigner, type TellOfKey } from '#server/adapters/signer/remote/remote-signer.ts'
import { judgeSigningCertificate } from '#server/adapters/signer/signing-certificate.ts'
import type { Keys } from '#server/adapters/system/secrets.ts'
import { createEvaluationTsa } from '#server/adapters/timestamp/evaluation-tsa.ts'
import { createRfc3161Authority, type Heard } from '#server/adapters/timestamp/rfc3161-tsa.ts'
import { type Config, ConfigRefused } from '#server/config/config.ts'
import type { MailTransport } from '#server/usecases/delivery-ports.ts'
import type { Ports } from '#server/usecases/ports.ts'
import type { Signer, TimestampAuthority } from '#server/usecases/sealing-ports.ts'
import type { Evaluation } from './evaluation.ts'

/** The keys that encrypt and hash what is stored. */
export function keysOf({ secrets }: Config, evaluation: Evaluation | null): Keys {
  if (secrets.source === 'environment') return { data: secrets.dataKeys, hash: secrets.hashKey }
  const key = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64')
  return { data: [{ id: 'e1', key: key(evaluation?.keys.data) }], hash: key(evaluation?.keys.hash) }
}

/** Where the child lies that holds a security module's library, and who hears that a key went away or came back. */
export type KeyTools = { pkcs11Child: string; tell: TellOfKey }

/** The key and chain that every act is signed with; nobody is asked for a signature yet. Throws `ConfigRefused`. */
export async function signerOf(
  { key }: Config,
  evaluation: Evaluation | null,
  clock: Ports['clock'],
  tools: KeyTools,
): Promise<Signer & { prove?(): Promise<void> }> {
  const signer = await configuredSigner(key, evaluation, { ...tools, now: () => clock.now() })
  if (key.source !== 'evaluation') judgeSigningCertificate(signer.chain, clock.now())
  return signer
}

async function configuredSigner(
  key: Config['key'],
  evaluation: Evaluation | null,
  { pkcs11Child, tell, now }: KeyTools & { now: () => Date },
): Promise<Signer> {
  if (key.source === 'aws-kms')
    return createRemoteSigner(key.chainPem, createAwsKmsKey({ ...key, now }), tell)
  if (key.source === 'google-kms')
    return createRemoteSigner(key.chainPem, createGoogleKmsKey({ ...key, now }), tell)
  if (key.source === 'pkcs11') {
    const { chainPem, pin, environment, ...place } = key
    const remote = createPkcs11Key({ place, pin, environment, childScript: pkcs11Child })
    return createRemoteSigner(chainPem, remote, tell)
  }
  if (key.source === 'pem') {
    const { keyPem, chainPem, passphrase } = key
    return createPemSigner({ keyPem, chainPem, ...(passphrase === null ? {} : { passphrase }) })
  }
  if (key.source === 'pkcs12') {
    const { passphrase } = key
    const pkcs12 = await readFile(key.path).catch(() => {
      throw new ConfigRefused([`SIGNING_PKCS12 names ${key.path}, which cannot be read.`])
    })
    return createPkcs12Signer({ pkcs12, passphrase })
  }
  if (evaluation === null) throw new ConfigRefused(['SIGNING_KEY is missing.'])
  const { signerKeyPem, signerCertPem, rootPem } = evaluation.authority
  return createPemSigner({ keyPem: signerKeyPem, chainPem: signerCertPem + rootPem })
}

/** The time-stamping authority; null where evaluation signs without timestamps. */
export function timestampsOf(
  { timestamps }: Config,
  evaluation: Evaluation | null,
  clock: Ports['clock'],
  heard: Heard,
): TimestampAuthority | null {
  if (timestamps.tsa === 'none') return null
  if (timestamps.tsa === 'rfc3161') {
    const { url, fallbackUrl, certificates } = timestamps
    return createRfc3161Authority({
      url,
      ...(fallbackUrl === null ? {} : { fallbackUrl }),
      trusted: certificates ?? 'any',
      now: () => clock.now(),
      ...heard,
    })
  }
  if (evaluation === null) throw new ConfigRefused(['TSA_URL is missing.'])
  const { tsaKeyPem, tsaCertPem, rootPem } = evaluation.authority
  return createEvaluationTsa({ keyPem: tsaKeyPem, chainPem: tsaCertPem + rootPem, now: () => clock.now() })
}

type OutboxStore = ReturnType<typeof outboxStore>

/** The way that mail takes; null where there is none. */
export function mailOf(
  { mail }: Config,
  outbox: OutboxStore,
  clock: Ports['clock'],
): (MailTransport & { close(): void }) | null {
  switch (mail.transport) {
    case 'outbox':
      return writingTransport(
        createOutboxMailTransport(({ to, subject, text, html }) =>
          outbox.addMail({ to, subject, text, html: html ?? null, sentAt: clock.now() }),
        ),
      )
    case 'smtp': {
      return configured('SMTP_URL or MAIL_FROM', () =>
        writingTransport(
          createSmtpTransport({
            ...mail,
            timeoutMs: 30_000,
            ...(mail.bounces === null ? {} : { returnPattern: mail.bounces.pattern }),
          }),
        ),
      )
    }
    case 'none':
      return null
  }
}

/** Of the operator's mail server; null where mail stays in this server. */
export function mailHostOf({ mail }: Config): string | null {
  return mail.transport === 'smtp' ? (URL.parse(mail.url)?.hostname ?? null) : null
}

/** What an adapter finds wrong with its settings is one sentence for the operator, as any other setting's problem. */
export function configured<Made>(name: string, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    throw new ConfigRefused([`${name}: ${error instanceof Error ? error.message : String(error)}`])
  }
}
