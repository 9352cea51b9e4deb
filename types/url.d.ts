/**
 * What `domain/` and `server/usecases/` may use of the WHATWG URL class, which node and browsers have alike: reading an
 * address. They are checked without the types of node and of browsers (`tsconfig.pure.json`), so it is declared here.
 */
declare class URL {
  constructor(url: string)
  static canParse(url: string): boolean
  readonly origin: string
  readonly protocol: string
  readonly username: string
  readonly password: string
  readonly hostname: string
  readonly pathname: string
  readonly search: string
  readonly hash: string
}
