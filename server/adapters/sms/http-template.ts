import { codeInCall } from '#domain/code-call.ts'
import type { SmsMessage } from '../../usecases/delivery-ports.ts'
import { type NumberForm, numberInForm } from './number-form.ts'
import { kannelReceipts, type ReceiptRules, receiptRulesProblems } from './receipt-readers.ts'

/**
 * How to ask one HTTP gateway, as the operator writes it. `fields` are the parameters, in the query, the form or the
 * (flat) JSON body; their values may hold the placeholders `{to} {text} {sender} {key} {validity_minutes} {expires_at}
 * {receipt_url}`, which are encoded as the body needs. A field that comes out empty is left out, and one that asks for
 * receipts where there is no address for them. `headers` may hold secrets.
 */
export type HttpGatewayTemplate = {
  method: 'GET' | 'POST'
  url: string
  body: 'query' | 'form' | 'json'
  fields: Record<string, string>
  headers?: Record<string, string>
  numberFormat: NumberForm
  /** Where the answer holds the gateway's id: a JSON pointer when it begins with `/`, else a regular expression (its first group). */
  readId?: string
  /** For the whole exchange. */
  timeoutMs: number
  /** Which answers mean that the message was taken: the range of statuses, ends included, and what the body must match. */
  success?: { from: number; to: number; body?: string }
  /** How the gateway says at `{receipt_url}` what became of a text. */
  receipts?: ReceiptRules
}

/** One request, ready to be written. */
export type GatewayRequest = {
  method: 'GET' | 'POST'
  url: URL
  headers: Record<string, string>
  body: string | null
}

const placeholders = ['to', 'text', 'sender', 'key', 'validity_minutes', 'expires_at', 'receipt_url'] as const
/** Of a template that has a gateway call: the six digits, and `ja` or `en`. */
const callPlaceholders = ['code', 'language'] as const
type Placeholder = (typeof placeholders | typeof callPlaceholders)[number]
const placeholderPattern = /\{([a-z_]+)\}/g

function isPlaceholder(name: string): name is Placeholder {
  return [...placeholders, ...callPlaceholders].some((each) => each === name)
}

function isOfCall(name: string): boolean {
  return callPlaceholders.some((each) => each === name)
}

function isRegularExpression(source: string): boolean {
  try {
    new RegExp(source)
    return true
  } catch {
    return false
  }
}

/** RFC 9110 §5.5 and §5.6.2: names are tokens; values carry no control characters and nothing outside Latin-1. */
function isHeader(name: string, value: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\xa0-\xff]*$/.test(value)
}

/** Everything that is wrong with a template, as sentences for the operator that hold no value of it. Empty: it is fine. */
export function httpTemplateProblems(template: HttpGatewayTemplate, calls = false): string[] {
  const problems: string[] = []
  const url = URL.canParse(template.url) ? new URL(template.url) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) problems.push('url is not an http or https URL')
  if (url?.username || url?.password)
    problems.push('url holds a user or password; put them into fields or headers')
  if (!['GET', 'POST'].includes(template.method)) problems.push('method is neither GET nor POST')
  if (!['query', 'form', 'json'].includes(template.body)) problems.push('body is none of query, form, json')
  if (template.method === 'GET' && template.body !== 'query') problems.push('GET can only have body query')
  if (!['e164', 'digits', 'national'].includes(template.numberFormat))
    problems.push('numberFormat is none of e164, digits, national')
  if (!(Number.isInteger(template.timeoutMs) && template.timeoutMs > 0 && template.timeoutMs <= 120_000))
    problems.push('timeoutMs is not a whole number from 1 to 120000')

  const fields = Object.entries(template.fields ?? {}).filter(([name, value]) => {
    if (typeof value === 'string') return true
    problems.push(`field ${name} is no text`)
    return false
  })
  for (const [name, value] of fields)
    for (const [, placeholder = ''] of value.matchAll(placeholderPattern))
      if (!isPlaceholder(placeholder) || (!calls && isOfCall(placeholder)))
        problems.push(`field ${name} has an unknown placeholder`)
  const has = (placeholder: string) => fields.some(([, value]) => value.includes(`{${placeholder}}`))
  if (!has('to')) problems.push('no field has {to}')
  if (!has('text') && !(calls && has('code')))
    problems.push(`no field has {text}${calls ? ' or {code}' : ''}`)
  for (const [name, value] of Object.entries(template.headers ?? {}))
    if (!isHeader(name, value)) problems.push(`header ${name} is malformed`)

  const { readId, success } = template
  if (readId && !readId.startsWith('/') && !isRegularExpression(readId))
    problems.push('readId is neither a JSON pointer nor a regular expression')
  if (success?.body && !isRegularExpression(success.body))
    problems.push('success.body is no regular expression')
  if (success && !(success.from >= 200 && success.to >= success.from && success.to <= 299))
    problems.push('success is no range of statuses between 200 and 299')
  if (template.receipts !== undefined) problems.push(...receiptRulesProblems(template.receipts))
  return problems
}

/** The request for one message; null when its number has no form that the gateway knows. */
export function fillTemplate(
  template: HttpGatewayTemplate,
  message: SmsMessage,
  now: Date,
): GatewayRequest | null {
  const to = numberInForm(message.to, template.numberFormat)
  if (!to) return null
  const values: Record<Placeholder, string> = {
    to,
    text: message.text,
    sender: message.sender ?? '',
    key: message.idempotencyKey,
    // Rounded down: a text that arrives after its code has died helps no one.
    validity_minutes: String(Math.max(1, Math.floor((message.expiresAt.getTime() - now.getTime()) / 60_000))),
    expires_at: message.expiresAt.toISOString(),
    receipt_url: message.receiptUrl ?? '',
    code: message.language === undefined ? '' : codeInCall(message.text),
    language: message.language ?? '',
  }
  const fields = Object.entries(template.fields)
    .filter(([, value]) => message.receiptUrl !== undefined || !value.includes('{receipt_url}'))
    // One pass, so that a text that itself says {key} is sent as it is.
    .map(([name, value]) => [
      name,
      value.replace(placeholderPattern, (whole, key) => (isPlaceholder(key) ? values[key] : whole)),
    ])
    .filter(([, value]) => value !== '') as [string, string][]

  const url = new URL(template.url)
  const headers: Record<string, string> = { accept: '*/*', 'user-agent': 'musubi' }
  for (const [name, value] of Object.entries(template.headers ?? {})) headers[name.toLowerCase()] = value
  if (template.body === 'query') {
    for (const [name, value] of fields) url.searchParams.append(name, value)
    // Not every gateway takes `+` for a blank in a query; a real plus sign is %2B here.
    url.search = url.search.replaceAll('+', '%20')
    return { method: template.method, url, headers, body: null }
  }
  const json = template.body === 'json'
  const type = json ? 'application/json' : 'application/x-www-form-urlencoded'
  return {
    method: template.method,
    url,
    headers: { 'content-type': `${type}; charset=utf-8`, ...headers },
    body: json ? JSON.stringify(Object.fromEntries(fields)) : new URLSearchParams(fields).toString(),
  }
}

/** Where Kannel's smsbox listens, and the `sendsms-user` to send as. */
export type KannelAccount = { url: string; username: string; password: string }

/** The template for Kannel (user guide, "Using the HTTP interface to send SMS messages"). Kannel tells no id. */
export function kannelTemplate(account: KannelAccount): HttpGatewayTemplate {
  return {
    method: 'GET',
    url: account.url,
    body: 'query',
    fields: {
      username: account.username,
      password: account.password,
      to: '{to}',
      from: '{sender}',
      text: '{text}',
      charset: 'UTF-8',
      coding: '2',
      validity: '{validity_minutes}',
      // Delivered, not delivered, refused by the centre.
      'dlr-mask': '19',
      'dlr-url': '{receipt_url}?type=%d',
    },
    numberFormat: 'e164',
    timeoutMs: 10_000,
    // "0: Accepted for delivery" and "3: Queued for later delivery".
    success: { from: 202, to: 202, body: '^[03]:' },
    receipts: kannelReceipts,
  }
}
