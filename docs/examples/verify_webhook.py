"""Believes a webhook of Musubi, or says why not: standard library only."""

import base64, hashlib, hmac, json, time


def verify_webhook(body: bytes, headers: dict, secret: str, tolerance=300, now=None):
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    if abs((now or time.time()) - int(headers["webhook-timestamp"])) > tolerance:
        raise ValueError("the message is too old, or a clock is wrong")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    if not any(hmac.compare_digest(right, each) for each in headers["webhook-signature"].split(" ")):
        raise ValueError("no signature fits the body and the secret")
    return json.loads(body)


if __name__ == "__main__":
    # For the test: vectors in, whether each is believed out.
    import sys

    for vector in json.load(sys.stdin):
        try:
            verify_webhook(vector["body"].encode(), vector["headers"], vector["secret"], now=vector["now"])
            print("believed")
        except ValueError:
            print("refused")
