import type { FileToUpload } from './upload.ts'
import type { components, operations } from './web-api.ts'

/** The shapes of answers, for those who want to name them. */
export type Document = components['schemas']['Document']
export type Participant = components['schemas']['Participant']
export type File = components['schemas']['File']
export type Widget = components['schemas']['Widget']

export type CallOptions = {
  /** The same creating call under the same key is carried out once; its answer is repeated for 24 hours. */
  idempotencyKey?: string
  signal?: AbortSignal
}

type Name = Exclude<keyof operations, 'issueToken' | 'issueTokenByGet'>

type Ids<Call> = Call extends { parameters: { path: infer Path extends object } } ? Path : unknown

type Query<Call> = Call extends { parameters: { query?: infer Parameters } }
  ? [Parameters] extends [never]
    ? unknown
    : Parameters
  : unknown

type Body<Call> = Call extends { requestBody: { content: infer Types } }
  ? WithFile<Types[keyof Types]>
  : Call extends { requestBody?: { content: infer Types } }
    ? [Types] extends [object]
      ? Partial<Types[keyof Types]>
      : Query<Call>
    : Query<Call>

type WithFile<Fields> = Fields extends { uploadfile: unknown }
  ? Omit<Fields, 'uploadfile'> & { uploadfile: FileToUpload }
  : Fields

/** The ids of the path and the parameters, side by side. */
export type Given<Call> = Ids<Call> & Body<Call>

type Success<Call> = Call extends { responses: { 200: infer Answer } } ? Answer : undefined

/** JSON as it is; a file as the response that streams it; nothing where there is nothing. */
export type Answer<Call> =
  Success<Call> extends { content: { 'application/json': infer Json } }
    ? Json
    : Success<Call> extends { content: unknown }
      ? Response
      : undefined

type Method<Call> =
  object extends Given<Call>
    ? (given?: Given<Call>, options?: CallOptions) => Promise<Answer<Call>>
    : (given: Given<Call>, options?: CallOptions) => Promise<Answer<Call>>

/** One method for each call of the Web API, under its name in the reference. */
export type Musubi = { [N in Name]: Method<operations[N]> }
