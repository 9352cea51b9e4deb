import { KeyUnavailable } from '#server/usecases/refused.ts'
import type { SignatureAlgorithm } from '#server/usecases/sealing-ports.ts'
import { type AwsCredentials, signedHeaders } from '../../http/aws-signature.ts'
import { KeyRefused } from '../pem-signer.ts'
import { type Answered, askService } from './ask-service.ts'
import type { RemoteKey } from './remote-signer.ts'

/** `arn`: of a key or an alias. */
type AwsKmsAccount = AwsCredentials & { arn: string; region: string; endpoint: string | null }

type Options = AwsKmsAccount & { now: () => Date; timeoutMs?: number }

const name = 'AWS KMS'

const algorithms: Record<SignatureAlgorithm, string> = {
  'ecdsa-p256-sha256': 'ECDSA_SHA_256',
  'ecdsa-p384-sha384': 'ECDSA_SHA_384',
  'ecdsa-p521-sha512': 'ECDSA_SHA_512',
  'rsa-sha256': 'RSASSA_PKCS1_V1_5_SHA_256',
}

/** Errors after which the same call may succeed without anybody's doing. */
const passing = [
  'DependencyTimeoutException',
  'KeyUnavailableException',
  'KMSInternalException',
  'LimitExceededException',
  'ServiceUnavailableException',
  'ThrottlingException',
]
/** Errors of the call itself: as the operator has named it, the key never signs. */
const wrong = ['InvalidKeyUsageException', 'InvalidArnException', 'NotFoundException', 'ValidationException']

/** A key in AWS KMS: `Sign` (API of 2014-11-01, JSON 1.1) over a digest, so that nothing of a document leaves this server. */
export function createAwsKmsKey({ arn, region, endpoint, now, timeoutMs, ...account }: Options): RemoteKey {
  const url = new URL(endpoint ?? `https://kms.${region}.amazonaws.com/`)
  return {
    name,
    async sign({ algorithm, digest }) {
      const body = JSON.stringify({
        KeyId: arn,
        Message: Buffer.from(digest).toString('base64'),
        MessageType: 'DIGEST',
        SigningAlgorithm: algorithms[algorithm],
      })
      const given = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Sign' }
      const signing = { region, service: 'kms', at: now() }
      const headers = signedHeaders({ method: 'POST', url, headers: given, body }, account, signing)
      return signatureOf(await askService(name, { method: 'POST', url, headers, body }, timeoutMs))
    },
  }
}

function signatureOf({ status, answer }: Answered): Uint8Array {
  if (status === 200 && typeof answer.Signature === 'string') return Buffer.from(answer.Signature, 'base64')
  const kind = /([A-Za-z]{1,60})$/.exec(String(answer.__type ?? ''))?.[1] ?? `status ${status}`
  const says = `${name} does not sign: ${kind}`
  if (wrong.includes(kind)) {
    throw new KeyRefused(
      'key_not_there',
      `SIGNING_AWS_KMS: ${says}; let it be the ARN of a key that is made for signing, of the same kind as its certificate.`,
    )
  }
  if (passing.includes(kind) || status === 429 || status >= 500) throw new KeyUnavailable('busy', says)
  throw new KeyUnavailable(status === 400 || status === 403 ? 'denied' : 'failed', says)
}
