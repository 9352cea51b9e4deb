import type { CallEntry } from '#web/reference/entries.ts'

/** What an example says; other fields are left out of it unless they must be there. */
const samples: Record<string, string> = {
  client_id: 'YOUR_CLIENT_ID',
  title: '賃貸借契約書',
  name: '山田 花子',
  email: 'hanako@example.com',
  tel: '09012345678',
  callback: 'true',
  comment: '内容を改めるため',
  type: '0',
  page: '0',
  x: '400',
  y: '640',
  description: '本人確認書類をお送りください。',
  memo: '更新の可否を確認する',
  alert_at: '2027-03-31',
  enabled: 'true',
  counterparty: '山田 花子',
  local_id: 'A-001',
  uploadfile: '@contract.pdf;type=application/pdf',
  status: '1',
}

/** Which fields an example shows besides the required ones. */
const shown: Record<string, string[]> = {
  createDocument: ['title'],
  updateDocument: ['title'],
  declineDocument: ['comment'],
  listDocuments: ['status', 'page'],
  addFile: ['name'],
  addParticipant: ['tel', 'callback'],
  updateParticipant: ['tel'],
  updateWidget: ['x', 'y'],
  updateReportee: ['name', 'email'],
  updateAttachment: ['description'],
  updateAttribute: ['counterparty', 'local_id'],
  updateAlert: ['memo', 'alert_at', 'enabled'],
}

const own: Record<string, Record<string, string>> = {
  addFile: { name: '契約書.pdf' },
  listDocuments: { page: '1' },
  listCabinets: { page: '1' },
}

/** A line for a shell that carries the call out. */
export function curlOf(call: Omit<CallEntry, 'curl'>, baseUrl: string): string {
  const address = baseUrl + call.path.replaceAll(/\{(\w+)\}/g, (_, id: string) => id.toUpperCase())
  const fields = call.fields
    .filter(({ name, required }) => required || shown[call.name]?.includes(name))
    .map(({ name }) => [name, own[call.name]?.[name] ?? samples[name] ?? name.toUpperCase()] as const)
  const lines = [
    ...(call.needsToken ? ["-H 'Authorization: Bearer ACCESS_TOKEN'"] : []),
    ...(call.sentAs === 'json'
      ? ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(Object.fromEntries(fields))}'`]
      : fields.map(
          ([name, value]) => `${call.sentAs === 'multipart' ? '-F' : '--data-urlencode'} '${name}=${value}'`,
        )),
    ...(call.answer.kind === 'file' ? ['-o downloaded.pdf'] : []),
  ]
  const inQuery = call.sentAs === 'query' && fields.length > 0
  const how = inQuery ? '-G ' : call.method === 'GET' ? '' : `-X ${call.method} `
  return [`curl ${how}'${address}'`, ...lines.map((line) => `  ${line}`)].join(' \\\n')
}
