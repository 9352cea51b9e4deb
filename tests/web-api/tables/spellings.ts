import type { Operation } from '#contract/web-api/operation.ts'
import type { Sending } from '../caller.ts'
import type { Values } from './row.ts'

/** How one request is spelled: what is added to the path, and what is sent. */
export type Encoded = { query?: string; sending?: Sending }

type Pairs = [name: string, value: string][]

const formType = 'application/x-www-form-urlencoded'
const odd = {
  accept: 'text/html, image/*;q=0.1',
  'x-unknown': '?',
  'accept-language': 'xx',
  'user-agent': '',
}
const unknownFields: Pairs = [
  ['nonsense', '1'],
  ['__proto__', 'x'],
  ['document_id', 'x'],
]

/** What was said, as text; nothing of what was not. */
function texts(values: Values): Pairs {
  return Object.entries(values)
    .filter(([name, value]) => value !== undefined && name !== 'uploadfile')
    .map(([name, value]) => [name, String(value)])
}

const queryOf = (pairs: Pairs) => (pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`)
const formBody = (pairs: Pairs) => new TextEncoder().encode(new URLSearchParams(pairs).toString())
const said = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** The operation's own way: what a client that read the reference sends. */
export function encoded({ method, request }: Operation, values: Values): Encoded {
  if (request === 'none') return {}
  if (request === 'upload') return { sending: multipart(parts(values)) }
  if (request === 'json') return { sending: { json: said(values) } }
  return method === 'GET' ? { query: queryOf(texts(values)) } : { sending: { form: texts(values) } }
}

type Spellings = Record<string, (values: Values) => Encoded>

const none: Spellings = {
  'without a type and a body': () => ({}),
  'unknown parameters, unknown headers, any Accept': () => ({
    query: queryOf(unknownFields),
    sending: { headers: odd },
  }),
}

const noneWithBody: Spellings = {
  ...none,
  'the form type with an empty body': () => ({ sending: { raw: '', headers: { 'content-type': formType } } }),
  'an empty JSON object': () => ({ sending: { json: {} } }),
  'a form of unknown fields': () => ({ sending: { form: unknownFields } }),
}

const query: Spellings = {
  'the query': (values) => ({ query: queryOf(texts(values)) }),
  'unknown parameters, unknown headers, any Accept': (values) => ({
    query: queryOf([...unknownFields, ...texts(values)]),
    sending: { headers: odd },
  }),
  'repeated keys, the first counts': (values) => ({ query: queryOf([...texts(values), ...decoys(values)]) }),
}

const form: Spellings = {
  'a form': (values) => ({ sending: { form: texts(values) } }),
  'a form with a charset': (values) => ({
    sending: { raw: formBody(texts(values)), headers: { 'content-type': `${formType}; charset=utf-8` } },
  }),
  'a form type in capitals': (values) => ({
    sending: { raw: formBody(texts(values)), headers: { 'content-type': formType.toUpperCase() } },
  }),
  'a body without a type': (values) => ({ sending: { raw: formBody(texts(values)) } }),
  'a form of an unknown type': (values) => ({
    sending: { raw: formBody(texts(values)), headers: { 'content-type': 'text/plain' } },
  }),
  'the query alone': (values) => ({ query: queryOf(texts(values)) }),
  'the query, the form type and an empty body': (values) => ({
    query: queryOf(texts(values)),
    sending: { raw: '', headers: { 'content-type': formType } },
  }),
  'half in the query, half in the body, which wins': (values) => {
    const [inQuery, inBody] = halves(texts(values))
    return { query: queryOf([...inQuery, ...inBody.map(decoy)]), sending: { form: inBody } }
  },
  'JSON with native values': (values) => ({ sending: { json: said(values) } }),
  'JSON with texts': (values) => ({ sending: { json: Object.fromEntries(texts(values)) } }),
  'JSON with a charset and unknown members': (values) => ({
    sending: {
      json: { nonsense: { deep: [1, null] }, ...said(values), more: null },
      headers: { 'content-type': 'application/json; charset=UTF-8' },
    },
  }),
  'JSON without a type': (values) => ({
    sending: { raw: new TextEncoder().encode(JSON.stringify(said(values))) },
  }),
  multipart: (values) => ({ sending: multipart(parts(values)) }),
  'multipart with odd headers': (values) => ({ sending: multipart(oddParts(values), '"e d=g:e"') }),
  'multipart of a Java client, every value ended by two line ends': (values) => ({
    sending: multipart(texts(values).map(endedByLines).map(textPart)),
  }),
  'a form with blanks and line ends around its values': (values) => ({
    sending: { form: texts(values).map(endedByLines) },
  }),
  "Go's booleans": (values) => ({ sending: { form: texts(goBooleans(values, 't', 'f')) } }),
  "Go's booleans in capitals": (values) => ({
    sending: { form: texts(goBooleans(values, 'TRUE', 'False')) },
  }),
  'booleans as digits': (values) => ({ sending: { form: texts(goBooleans(values, '1', '0')) } }),
  'unknown fields, unknown headers, any Accept': (values) => ({
    query: queryOf([['per_page', '9']]),
    sending: { form: [...unknownFields, ...texts(values)], headers: odd },
  }),
  'repeated keys, the first counts': (values) => ({
    sending: { form: [...texts(values), ...decoys(values)] },
  }),
}

const upload: Spellings = {
  'text fields before the file': (values) => ({ sending: multipart(parts(values)) }),
  'text fields after the file': (values) => ({ sending: multipart(parts(values).reverse()) }),
  'odd headers': (values) => ({ sending: multipart(oddParts(values), '"e d=g:e"') }),
  'a file without a declared type': (values) => ({ sending: multipart(parts(values, null)) }),
  'a file declared as octets': (values) => ({
    sending: multipart(parts(values, 'application/octet-stream')),
  }),
  'text fields in the query': (values) => ({
    query: queryOf(texts(values)),
    sending: multipart(parts({ uploadfile: values.uploadfile })),
  }),
  'every text ended by two line ends': (values) => {
    const file = bytesOf(values.uploadfile)
    const ended = texts(values).map(endedByLines).map(textPart)
    return { sending: multipart([...ended, ...(file === null ? [] : [filePart(file, 'application/pdf')])]) }
  },
  'text fields in both, the body wins': (values) => ({
    query: queryOf(decoys(values)),
    sending: multipart(parts(values)),
  }),
  'unknown fields and files, unknown headers, any Accept': (values) => {
    const strange = [...unknownFields.map(textPart), filePart(new Uint8Array([1, 2]), 'image/png', 'other')]
    const sending = multipart([...strange, ...parts(values), ...strange])
    return { sending: { ...sending, headers: { ...odd, ...sending.headers } } }
  },
  'repeated keys, the first counts': (values) => ({
    sending: multipart([...parts(values), ...decoys(values).map(textPart), filePart(new Uint8Array(), null)]),
  }),
}

const json: Spellings = {
  JSON: (values) => ({ sending: { json: said(values) } }),
  'JSON with a charset': (values) => ({
    sending: { json: said(values), headers: { 'content-type': 'application/json; charset=utf-8' } },
  }),
  'JSON type in capitals': (values) => ({
    sending: { json: said(values), headers: { 'content-type': 'APPLICATION/JSON' } },
  }),
  'unknown members, unknown headers, any Accept': (values) => ({
    sending: { json: { nonsense: [{}], ...said(values) }, headers: odd },
  }),
}

/** Every way in which this operation must understand a client. */
export function spellingsOf({ method, request }: Operation): [string, (values: Values) => Encoded][] {
  if (request === 'none') return Object.entries(method === 'GET' ? none : noneWithBody)
  if (request === 'upload') return Object.entries(upload)
  if (request === 'json') return Object.entries(json)
  return Object.entries(method === 'GET' ? query : form)
}

const decoy = ([name]: [string, string]): [string, string] => [name, 'decoy\u0007']
const decoys = (values: Values) => texts(values).map(decoy)

function halves(pairs: Pairs): [Pairs, Pairs] {
  const middle = Math.floor(pairs.length / 2)
  return [pairs.slice(0, middle), pairs.slice(middle)]
}

/** Texts of several lines are their writer's own, and keep them. */
function endedByLines([name, value]: [string, string]): [string, string] {
  const ofLines = ['note', 'message', 'memo', 'comment', 'description'].includes(name)
  return [name, ofLines ? value : ` ${value}\r\n\r\n`]
}

function goBooleans(values: Values, yes: string, no: string): Values {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    value === true ? yes : value === false ? no : value,
  ])
  return Object.fromEntries(entries)
}

type Part = { head: string; content: Uint8Array }

const disposition = 'Content-Disposition: form-data;'

const textPart = ([name, value]: [string, string]): Part => ({
  head: `${disposition} name="${name}"`,
  content: new TextEncoder().encode(value),
})

function filePart(content: Uint8Array, type: string | null, name = 'uploadfile'): Part {
  const head = `${disposition} name="${name}"; filename="upload.pdf"`
  return { head: type === null ? head : `${head}\r\nContent-Type: ${type}`, content }
}

function bytesOf(file: unknown): Uint8Array | null {
  if (typeof file === 'string') return new TextEncoder().encode(file)
  return file instanceof Uint8Array ? file : null
}

/** The text fields, then the file, which is declared as a PDF unless told otherwise. */
function parts(values: Values, type: string | null = 'application/pdf'): Part[] {
  const file = bytesOf(values.uploadfile)
  return [...texts(values).map(textPart), ...(file === null ? [] : [filePart(file, type)])]
}

/** As parts(), with heads as no browser writes them. */
function oddParts(values: Values): Part[] {
  return parts(values).map(({ head, content }) => ({
    content,
    head: `X-Odd: ; name="no"\r\n${head
      .replace('Content-Disposition: form-data;', 'content-DISPOSITION:form-data ;\r\n ')
      .replace('name=', 'NAME = ')}\r\nContent-Transfer-Encoding: binary${
      /content-type/i.test(head) ? '' : '\r\nContent-Type: text/plain; charset=UTF-8'
    }`,
  }))
}

function multipart(all: Part[], boundary = 'edge'): { raw: BodyInit; headers: Record<string, string> } {
  const bare = boundary.replaceAll('"', '')
  const chunks = all.flatMap(({ head, content }) => [`--${bare}\r\n${head}\r\n\r\n`, content, '\r\n'])
  const body = Buffer.concat([...chunks, `--${bare}--\r\n`].map((each) => Buffer.from(each as string)))
  return {
    raw: new Uint8Array(body),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
