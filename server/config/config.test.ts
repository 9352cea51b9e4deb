import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ConfigRefused, readConfig } from './config.ts'

const random = () => randomBytes(32).toString('base64')

const production = {
  MUSUBI_MODE: 'production',
  PUBLIC_URL: 'https://sign.example.jp',
  DATA_KEY: random(),
  HASH_KEY: random(),
  SESSION_SECRET: random(),
  TERMS_URL: 'https://example.jp/terms',
  SIGNING_KEY: 'a key',
  SIGNING_CERTIFICATE: 'a chain',
  OPERATOR_NAME: '株式会社運営',
  TSA_URL: 'http://tsa.example.jp/',
  SMS_GATEWAY: 'kannel',
  SMS_KANNEL_URL: 'http://127.0.0.1:13013/cgi-bin/sendsms',
  SMS_KANNEL_USERNAME: 'u',
  SMS_KANNEL_PASSWORD: 'p',
}

/** Which variables are refused, with their sentences. What other parts of the product ask for besides is left out. */
function refusals(changes: Record<string, string>): string[] {
  const problemsOf = (environment: Record<string, string>) => {
    try {
      readConfig(environment)
      return []
    } catch (error) {
      if (error instanceof ConfigRefused) return error.problems
      throw error
    }
  }
  const always = problemsOf(production)
  return problemsOf({ ...production, ...changes }).filter((problem) => !always.includes(problem))
}

const names = (problems: string[]) => problems.map((each) => each.split(' ')[0])

describe('production refuses', () => {
  const { DATA_KEY, HASH_KEY, SESSION_SECRET } = production

  test.each([
    ['HASH_KEY', { HASH_KEY: DATA_KEY }],
    ['SESSION_SECRET', { SESSION_SECRET: DATA_KEY }],
    ['SESSION_SECRET', { SESSION_SECRET: HASH_KEY }],
    ['SESSION_SECRET', { SESSION_SECRET: HASH_KEY.replace(/=+$/, '') }],
    ['DATA_KEY', { DATA_KEY: `a:${DATA_KEY},b:${DATA_KEY}` }],
    ['SESSION_SECRET', { SESSION_SECRET: `${SESSION_SECRET},${DATA_KEY}` }],
    ['HASH_KEY', { DATA_KEY: `a:${random()},b:${DATA_KEY}`, HASH_KEY: DATA_KEY }],
  ])('%s where it is another key as well', (name, changes) => {
    const problems = refusals(changes)
    expect(names(problems)).toEqual([name])
    expect(problems[0]).toContain('openssl rand -base64 32')
    for (const key of [DATA_KEY, HASH_KEY, SESSION_SECRET]) expect(problems.join()).not.toContain(key)
  })

  test.each([
    ['DATA_KEY', { DATA_KEY: Buffer.alloc(32).toString('base64') }],
    ['HASH_KEY', { HASH_KEY: Buffer.alloc(32, 7).toString('base64') }],
    ['HASH_KEY', { HASH_KEY: Buffer.from('abcdabcdabcdabcdabcdabcdabcdabcd').toString('base64') }],
    ['SESSION_SECRET', { SESSION_SECRET: 'x'.repeat(64) }],
    ['SESSION_SECRET', { SESSION_SECRET: `${random()},${'changeme-now!'.repeat(4)}` }],
    ['SESSION_SECRET', { SESSION_SECRET: 'changeme-now!'.repeat(4) }],
    ['SESSION_SECRET', { SESSION_SECRET: 'short' }],
  ])('a %s that nobody has to guess', (name, changes) => {
    expect(names(refusals(changes))).toEqual([name])
  })

  test.each([
    ['SMS_KANNEL_URL', { SMS_KANNEL_URL: 'http://10.0.0.7:13013/cgi-bin/sendsms' }],
    [
      'SMS_HTTP_VOICE_TEMPLATE',
      {
        SMS_GATEWAY: 'http',
        SMS_HTTP_TEMPLATE: '{"url":"https://sms.example.jp/send"}',
        SMS_HTTP_VOICE_TEMPLATE: '{"url":"http://voice.example.jp/call"}',
      },
    ],
    ['SMS_HTTP_TEMPLATE', { SMS_GATEWAY: 'http', SMS_HTTP_TEMPLATE: '{"url":"http://sms.example.jp/send"}' }],
    [
      'SMS_SECOND_HTTP_TEMPLATE',
      { SMS_SECOND_GATEWAY: 'http', SMS_SECOND_HTTP_TEMPLATE: '{"url":"http://sms.example.jp/send"}' },
    ],
    [
      'SMTP_URL',
      { SMTP_URL: 'smtp://u:p@mail.example.jp', SMTP_STARTTLS: 'never', MAIL_FROM: 'a@example.jp' },
    ],
    ['TSA_URL', { TSA_URL: 'ftp://tsa.example.jp/' }],
    ['TSA_URL', { TSA_URL: 'tsa.example.jp' }],
    ['TSA_FALLBACK_URL', { TSA_FALLBACK_URL: 'ldap://tsa.example.jp/' }],
    ['TERMS_URL', { TERMS_URL: 'javascript:alert(1)' }],
    ['TERMS_URL', { TERMS_URL: 'terms.html' }],
  ])('%s that leads out in the open, or nowhere', (name, changes) => {
    expect(names(refusals(changes))).toEqual([name])
  })

  test.each([
    'security@example.jp',
    'http://example.jp/security',
    'mailto:',
    'mailto:a@b\nExpires: never',
  ])('SECURITY_CONTACT %j, which security.txt cannot name', (contact) => {
    expect(names(refusals({ SECURITY_CONTACT: contact }))).toEqual(['SECURITY_CONTACT'])
  })

  test.each([
    ['MUSUBI_MOOD', 'MUSUBI_MODE'],
    ['MUSUBI_DATE', 'MUSUBI_DATA'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['SIGNING_KEY_PASSPHRASE_FLIE', 'SIGNING_KEY_PASSPHRASE_FILE'],
    ['trusted_proxies', 'TRUSTED_PROXIES'],
    ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
  ])('%s, which it does not know, and offers %s', (name, nearest) => {
    const problems = refusals({ [name]: 'x' })
    expect(names(problems)).toEqual([name])
    expect(problems[0]).toContain(nearest)
  })
})

describe('the topic of AWS events', () => {
  const aws = {
    SMS_GATEWAY: 'aws',
    SMS_AWS_REGION: 'eu-west-1',
    SMS_AWS_KEY_ID: 'k',
    SMS_AWS_SECRET_KEY: 's',
  }
  test.each([
    'musubi-sms',
    'arn:aws:sqs:eu-west-1:123456789012:musubi-sms',
    'arn:aws:sns:eu-west-1:123456789012:musubi-sms.fifo',
    'arn:aws:sns:eu-west-1.evil.example/:123456789012:musubi-sms',
    'arn:aws:sns:eu-west-1:123456789012:musubi-sms:c9135db0',
    'arn:aws-cn:sns:cn-north-1:123456789012:musubi-sms',
  ])('is one that posts to addresses, and not %s', (topic) => {
    expect(names(refusals({ ...aws, SMS_AWS_EVENTS_TOPIC: topic }))).toEqual(['SMS_AWS_EVENTS_TOPIC'])
  })

  test('may be of another region than the texts', () => {
    expect(
      refusals({ ...aws, SMS_AWS_EVENTS_TOPIC: 'arn:aws:sns:ap-northeast-1:123456789012:a_B-9' }),
    ).toEqual([])
  })
})

describe('a second SMS gateway', () => {
  test('is refused with each of its variables that is missing', () => {
    expect(names(refusals({ SMS_SECOND_GATEWAY: 'kannel' }))).toEqual([
      'SMS_SECOND_KANNEL_URL',
      'SMS_SECOND_KANNEL_USERNAME',
      'SMS_SECOND_KANNEL_PASSWORD',
    ])
    expect(names(refusals({ SMS_SECOND_GATEWAY: 'http', SMS_SECOND_HTTP_TEMPLATE: '7' }))).toEqual([
      'SMS_SECOND_HTTP_TEMPLATE',
    ])
  })

  test('is no virtual phone, and none without a first one', () => {
    expect(names(refusals({ SMS_SECOND_GATEWAY: 'outbox' }))).toContain('SMS_SECOND_GATEWAY')
    expect(() => readConfig({ SMS_SECOND_GATEWAY: 'http', SMS_SECOND_HTTP_TEMPLATE: '{}' })).toThrow(
      /SMS_SECOND_GATEWAY is set and SMS_GATEWAY is not/,
    )
  })
})

describe('production takes', () => {
  test.each([
    [
      'a plain gateway and a plain mail server on this machine',
      {
        SMS_KANNEL_URL: 'http://[::1]:13013/',
        SMTP_URL: 'smtp://u:p@localhost:25',
        SMTP_STARTTLS: 'never',
        MAIL_FROM: 'a@example.jp',
      },
    ],
    [
      'a mail server without a password in the house, unencrypted',
      {
        SMTP_URL: 'smtp://mail.intern',
        SMTP_STARTTLS: 'never',
        MAIL_FROM: 'a@example.jp',
      },
    ],
    [
      'a password where the line is encrypted first',
      {
        SMTP_URL: 'smtp://u:p@mail.example.jp',
        MAIL_FROM: 'a@example.jp',
      },
    ],
    [
      "other programs' variables",
      {
        HOME: '/',
        HOSTNAME: 'h',
        PORTS: '1',
        DATABASE: 'x',
        LOG: 'x',
        PGHOST: 'x',
        SMTP_HOST: 'x',
        KUBERNETES_PORT: 'x',
        DATA_DIR: 'x',
        npm_config_port: '1',
        NODE_ENV: 'production',
        TERM: 'x',
        SESSION_MANAGER: 'x',
      },
    ],
  ])('%s', (_what, changes) => {
    expect(refusals(changes)).toEqual([])
  })
})

test('secrets of sessions are several with commas; a lone one may hold a comma', () => {
  const secretsOf = (SESSION_SECRET: string) => {
    const TSA_CERTIFICATE = 'PEM'
    try {
      readConfig({ ...production, TSA_CERTIFICATE, SESSION_SECRET })
    } catch (error) {
      if (error instanceof ConfigRefused) return error.problems.filter((each) => each.startsWith('SESSION'))
    }
    return []
  }
  expect(secretsOf(`${random()},${random()}`)).toEqual([])
  expect(secretsOf(`short,${random()}`)).toEqual([])
})

test('evaluation only warns of a variable that it does not know', () => {
  expect(readConfig({ MUSUBI_MOOD: 'calm' }).warnings).toEqual([
    expect.stringMatching(/^MUSUBI_MOOD .*MUSUBI_MODE/),
  ])
})

test.each([
  ['no-reply@sign.example.jp', '', 'no-reply@sign.example.jp'],
  ['つばめ不動産 <no-reply@sign.example.jp>', 'つばめ不動産', 'no-reply@sign.example.jp'],
  ['"Tsubame, Inc." <no-reply@sign.example.jp>', 'Tsubame, Inc.', 'no-reply@sign.example.jp'],
])('a sender of mails may have a name: %s', (text, name, address) => {
  const { mail } = readConfig({ SMTP_URL: 'smtps://mail.example.jp', MAIL_FROM: text })
  expect(mail).toMatchObject({ from: { name, address } })
})

test.each([
  '*',
  '*.internal',
  '.internal',
  'hooks..internal',
])('a pattern such as %s is refused, because hosts are compared in full', (WEBHOOK_ALLOWED_HOSTS) => {
  const [sentence, ...more] = refusals({ WEBHOOK_ALLOWED_HOSTS })
  expect(sentence).toMatch(
    /^WEBHOOK_ALLOWED_HOSTS names .*name each host in full, such as hooks\.internal\.$/,
  )
  expect(more).toEqual([])
})

test.each([
  ...['sign.example.jp', '203.0.113.7/999', '203.0.113.0/24/x', '1.2.3.4/', '1.2.3.4/33', '2001:db8::/129'],
  ...['1.2.3.4/024', 'fe80::1%eth0'],
])('%s is refused as no network', (network) => {
  for (const name of ['WEBHOOK_SOURCE_ADDRESSES', 'TRUSTED_PROXIES']) {
    const [sentence, ...more] = refusals({ [name]: network })
    expect(sentence).toContain(`${name} names ${network}`)
    expect(more).toEqual([])
  }
})

test('webhooks may go to hosts of the operator, named as addresses write them, and to this computer in evaluation', () => {
  for (const WEBHOOK_ALLOWED_HOSTS of [
    'hooks.internal:8080',
    'https://hooks.internal',
    '2130706433',
    '::1',
  ]) {
    expect(names(refusals({ WEBHOOK_ALLOWED_HOSTS }))).toEqual(['WEBHOOK_ALLOWED_HOSTS'])
  }
  expect(refusals({ WEBHOOK_ALLOWED_HOSTS: 'hooks.internal, 10.0.0.7,[fd00::7]' })).toEqual([])
  expect(refusals({ WEBHOOK_SOURCE_ADDRESSES: '203.0.113.7, 203.0.113.0/24,2001:db8::/32' })).toEqual([])
  expect(readConfig({ WEBHOOK_ALLOWED_HOSTS: 'Hooks.internal' }).webhooks.allowedHosts).toEqual([
    'localhost',
    '127.0.0.1',
    '[::1]',
    'hooks.internal',
  ])
})

test.each([
  ['bounces@sign.example.jp', 'bounces+{token}@sign.example.jp'],
  ['b-{token}@sign.example.jp', 'b-{token}@sign.example.jp'],
])('mails come back to an address with a token: %s', (given, pattern) => {
  const mail = { SMTP_URL: 'smtps://mail.example.jp', MAIL_FROM: 'a@example.jp', MAIL_BOUNCE_ADDRESS: given }
  expect(readConfig(mail).mail).toMatchObject({ bounces: { pattern, secret: null } })
  expect(readConfig({ ...mail, MAIL_BOUNCE_ADDRESS: '' }).mail).toMatchObject({ bounces: null })
})

test.each([
  ['bounces', undefined, 'MAIL_BOUNCE_ADDRESS is not an address'],
  ['{token}@sign.example.jp', undefined, 'MAIL_BOUNCE_ADDRESS is not an address'],
  ['a b{token}@sign.example.jp', undefined, 'MAIL_BOUNCE_ADDRESS is not an address'],
  ['b{token}{token}@sign.example.jp', undefined, 'MAIL_BOUNCE_ADDRESS is not an address'],
  [`${'b'.repeat(24)}@sign.example.jp`, undefined, 'MAIL_BOUNCE_ADDRESS has more than 23 letters'],
  ['bounces@sign.example.jp', 'short', 'MAIL_BOUNCE_SECRET is shorter'],
  ['', 'long enough a secret', 'MAIL_BOUNCE_SECRET is set and MAIL_BOUNCE_ADDRESS is not'],
])('a return address that cannot work is one sentence: %s %s', (address, secret, sentence) => {
  const mail = { SMTP_URL: 'smtps://mail.example.jp', MAIL_FROM: 'a@example.jp' }
  const given = { ...mail, MAIL_BOUNCE_ADDRESS: address, MAIL_BOUNCE_SECRET: secret }
  expect(() => readConfig(given)).toThrow(sentence)
})
