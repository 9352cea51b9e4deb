import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

type Asked = { method: string; path: string; headers: IncomingHttpHeaders; body: string }

export type RecordedService = {
  url: string
  asked: Asked[]
  /** What it answers next and from then on. */
  answering: { status: number; body: string } | 'cut'
  close(): void
}

/** A service on loopback that gives its documented answers and notes what it was asked. */
export async function startRecordedService(
  answering: RecordedService['answering'],
): Promise<RecordedService> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    service.asked.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body,
    })
    if (service.answering === 'cut') return request.socket.destroy()
    response
      .writeHead(service.answering.status, { 'content-type': 'application/json' })
      .end(service.answering.body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const service: RecordedService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answering,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  return service
}

/** A server's variables for its first gateway: Twilio, as this service answers for it. */
export function twilioSettings({ url }: Pick<RecordedService, 'url'>, token: string): Record<string, string> {
  return {
    SMS_GATEWAY: 'twilio',
    SMS_TWILIO_ACCOUNT: 'AC1',
    SMS_TWILIO_TOKEN: token,
    SMS_TWILIO_FROM: '+815012345678',
    SMS_TWILIO_ENDPOINT: url,
  }
}

/** The answer of `POST /2010-04-01/Accounts/{Sid}/Messages.json`, as its reference shows it. */
export function twilioCreated(sid: string): { status: number; body: string } {
  return {
    status: 201,
    body: JSON.stringify({
      account_sid: 'ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      api_version: '2010-04-01',
      body: 'Hi there',
      date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
      date_sent: null,
      direction: 'outbound-api',
      error_code: null,
      error_message: null,
      from: '+15557122661',
      num_segments: '1',
      price: null,
      sid,
      status: 'queued',
      to: '+15558675310',
      uri: `/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Messages/${sid}.json`,
    }),
  }
}

/** An error of the same: the number that is wrong stands in its message. */
export function twilioError(status: number, code: number): { status: number; body: string } {
  const message = "The 'To' number +819012345678 is not a valid phone number."
  return {
    status,
    body: JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }),
  }
}

/** An error of AWS's JSON 1.0 protocol. */
export function awsError(status: number, kind: string): { status: number; body: string } {
  const named = `com.amazonaws.pinpointsmsvoicev2#${kind}`
  return { status, body: JSON.stringify({ __type: named, Message: 'about +819012345678' }) }
}
