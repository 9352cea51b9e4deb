"""Believes the result of a return URL of Musubi, or says why not: standard library only."""

import base64, hashlib, hmac, json, time


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def verify_return(result: str, secrets: dict, team_id: str, now=None, tests=False) -> dict:
    head, body, mac = result.split(".")
    header = json.loads(decoded(head))
    if header["alg"] != "HS256" or header["kid"] not in secrets:
        raise ValueError("no key of ours")
    key = base64.b64decode(secrets[header["kid"]].removeprefix("mrs_"))
    right = hmac.new(key, f"{head}.{body}".encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(right, decoded(mac)):
        raise ValueError("altered")
    claims, now = json.loads(decoded(body)), now or time.time()
    if claims["aud"] != team_id or not (claims["exp"] > now and claims["iat"] <= now + 60):
        raise ValueError("for another team, or too old")
    if "test" in claims and not tests:
        raise ValueError("of a test document, which binds nobody")
    return claims  # Keep claims["jti"] until claims["exp"], and refuse it a second time.


if __name__ == "__main__":
    # For the test: vectors in, whether each is believed out.
    import sys

    for vector in json.load(sys.stdin):
        try:
            verify_return(vector["result"], vector["secrets"], vector["team_id"], now=vector["now"])
            print("believed")
        except (ValueError, KeyError):
            print("refused")
