import type { EvaluationAuthority } from '#server/adapters/signer/evaluation-authority.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { decryptText, encryptText, placeOfTestAuthority } from '../connection/encrypted-text.ts'
import { type Connection, statement } from '../connection/statements.ts'

/** What strangers may see of an authority. */
type Certificates = Pick<EvaluationAuthority, 'rootPem' | 'signerCertPem' | 'tsaCertPem'>
type Keys = Pick<EvaluationAuthority, 'rootKeyPem' | 'signerKeyPem' | 'tsaKeyPem'>
type Row = { id: string; certificates: Certificates; keys_sealed: string }

const newest = statement<Row>(
  'newest_test_authority',
  `select id, certificates, keys_sealed from test_authorities where ends_at > $1 order by created_at desc, id limit 1`,
)
const all = statement<{ certificates: Certificates }>(
  'test_authorities',
  'select certificates from test_authorities order by created_at, id',
)
const insert = statement(
  'insert_test_authority',
  `insert into test_authorities (id, certificates, keys_sealed, created_at, ends_at) values ($1, $2, $3, $4, $5)`,
)

/** The one to seal with, whose certificates last beyond this instant; null where none does. */
export async function loadTestAuthority(
  connection: Connection,
  secrets: Secrets,
  lastsBeyond: Date,
): Promise<EvaluationAuthority | null> {
  const [row] = await newest(connection, lastsBeyond)
  if (row === undefined) return null
  const keys: Keys = JSON.parse(decryptText(row.keys_sealed, secrets, placeOfTestAuthority(row.id)))
  return { ...row.certificates, ...keys }
}

/** Keeps a new one; of two processes that make one at once each uses its own, and both are known. */
export async function keepTestAuthority(
  connection: Connection,
  secrets: Secrets,
  { id, authority, at, until }: { id: string; authority: EvaluationAuthority; at: Date; until: Date },
): Promise<void> {
  const { rootPem, signerCertPem, tsaCertPem, ...keys } = authority
  const certificates: Certificates = { rootPem, signerCertPem, tsaCertPem }
  const sealed = encryptText(JSON.stringify(keys), secrets, placeOfTestAuthority(id))
  await insert(connection, id, JSON.stringify(certificates), sealed, at, until)
}

/** Of every one that ever was. */
export async function testCertificates(connection: Connection): Promise<Certificates[]> {
  return (await all(connection)).map(({ certificates }) => certificates)
}
