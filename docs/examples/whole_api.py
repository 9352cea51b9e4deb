#!/usr/bin/env python3
"""The whole Web API from its description alone: every call is found in /openapi.json by its name, nothing but Python's
own library is used. The recipients are played too, as browsers without JavaScript; their codes are read from the
virtual phone, so this runs in evaluation mode only.

    python3 whole_api.py BASE_URL CLIENT_ID TEMPLATE_ID CONTRACT.pdf [OUTPUT_DIRECTORY]

The template has one file and two open places, and was saved in the console. The team has files of recipients and
imports switched on.
"""

import html
import json
import os
import re
import sys
import time
import uuid
from datetime import datetime, timedelta, timezone
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen


class Refused(Exception):
    """A refusal of the Web API: its status, its code, and words that name the field and the cure."""

    def __init__(self, status, error, message):
        super().__init__(f"{status} {error}: {message}")
        self.status, self.error, self.message = status, error, message


class Api:
    """Calls by their `operationId`: what belongs into the path goes there, the rest as the description says."""

    def __init__(self, base):
        self.base, self.token = base, None
        with urlopen(f"{base}/openapi.json") as answer:
            description = json.load(answer)
        self.calls = {
            call["operationId"]: (method.upper(), path, call)
            for path, methods in description["paths"].items()
            for method, call in methods.items()
        }

    def __call__(self, name, files=None, /, **values):
        method, path, call = self.calls[name]
        for parameter in call["parameters"]:
            if parameter["in"] == "path":
                path = path.replace("{%s}" % parameter["name"], quote(values.pop(parameter["name"]), safe=""))
        headers, body = {}, None
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        types = list(call.get("requestBody", {}).get("content", {}))
        if "multipart/form-data" in types:
            headers["Content-Type"], body = multipart(values, files)
        elif types == ["application/json"]:
            headers["Content-Type"], body = types[0], json.dumps(values).encode()
        elif types:
            headers["Content-Type"], body = types[0], urlencode({k: text(v) for k, v in values.items()}).encode()
        elif values:
            path += "?" + urlencode({k: text(v) for k, v in values.items()})
        request = Request(self.base + path, data=body, headers=headers, method=method)
        try:
            with urlopen(request) as answer:
                content = answer.read()
                is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        except HTTPError as refusal:
            told = json.load(refusal)
            raise Refused(refusal.code, told["error"], told["message"]) from None
        expected = call["responses"]["204" if content == b"" else "200"].get("content", {})
        assert is_json == ("application/json" in expected), f"{name} answered otherwise than described"
        return json.loads(content) if is_json else content


def text(value):
    """Booleans as the wire spells them."""
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def multipart(values, files):
    """The text fields, then the files: field name -> (file name, type, bytes)."""
    boundary = uuid.uuid4().hex
    parts = []
    for name, value in values.items():
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text(value)}\r\n'.encode())
    for name, (file_name, media_type, content) in (files or {}).items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: {media_type}'
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(parts)


class Browser:
    """A recipient's: cookies, redirects, and forms posted with the hidden fields that the page wrote into them."""

    def __init__(self):
        self.opener, self.page, self.address = build_opener(HTTPCookieProcessor(CookieJar())), "", ""

    def get(self, address):
        return self._visit(Request(urljoin(self.address, address), headers={"Accept": "text/html"}))

    def submit(self, address, fields=None, files=None):
        action = urlsplit(address).path
        values = {**self._hidden(action), **(fields or {})}
        kind, body = ("application/x-www-form-urlencoded", urlencode(values).encode())
        if files is not None:
            kind, body = multipart(values, files)
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        headers = {"Content-Type": kind, "Origin": origin, "Accept": "text/html"}
        return self._visit(Request(address, data=body, headers=headers, method="POST"))

    def _visit(self, request):
        with self.opener.open(request) as answer:
            self.page, self.address = answer.read().decode(), answer.url
        return self.page

    def _hidden(self, action):
        forms = re.findall(r"<form\b.*?</form>", self.page, re.S)
        form = next((each for each in forms if f'action="{action}"' in each), None) or next(
            (each for each in forms if 'id="inputs"' in each), forms[0] if forms else ""
        )
        fields = {}
        for tag in re.findall(r"<input\b[^>]*>", form):
            name = re.search(r'\bname="([^"]*)"', tag)
            if 'type="hidden"' in tag and name:
                value = re.search(r'\bvalue="([^"]*)"', tag)
                fields[name[1]] = html.unescape(value[1]) if value else ""
        return fields


def code_for(base, tel, after):
    """The newest code at the virtual phone, once more than `after` texts have arrived."""
    for _ in range(200):
        inbox = read_phone(base, tel)
        if len(inbox) > after:
            return re.search(r"[0-9]{6}", inbox[0]["text"])[0]
        time.sleep(0.05)
    raise SystemExit("no SMS arrived")


def read_phone(base, tel):
    request = Request(f"{base}/playground/phone", headers={"Accept": "application/json"})
    with urlopen(request) as answer:
        return [sms for sms in json.load(answer) if sms["to"] == tel]


def consent(base, url, tel, attached=None):
    """One recipient, from the consent URL to the end: number, code, document, perhaps a file, consent."""
    browser, before = Browser(), len(read_phone(base, tel))
    browser.get(url)
    browser.submit(f"{url}/phone", {"tel": tel})
    browser.submit(f"{url}/code", {"code": code_for(base, tel, before)})
    if attached is not None:
        browser.submit(f"{url}/attached", files={"attached_file": attached})
        browser.get(f"{url}/review")
    fields = {}
    for tag in re.findall(r'<(?:input|textarea)\b[^>]*name="widget-[^>]*>', browser.page):
        fields[re.search(r'name="([^"]*)"', tag)[1]] = "1" if 'type="checkbox"' in tag else "山田"
    browser.submit(f"{url}/confirm", fields)
    browser.submit(f"{url}/consent")


def main(base, client_id, template_id, contract, output="."):
    api = Api(base)
    began = datetime.now(timezone.utc) - timedelta(seconds=1)
    api.token = api("issueToken", client_id=client_id)["access_token"]
    me = api("getMe")
    print("as", me["name"])

    # 1. A document from the template; its open places become recipients with SMS.
    document = api("createDocument", template_id=template_id, title="業務委託契約書（Python）", note="No. 4711")
    d, file = document["id"], document["files"][0]["id"]
    sender, *places = document["participants"]
    assert [place["email"] for place in places] == ["_1", "_2"], "the template has two open places"
    people = []
    for place, (name, prefix) in zip(places, [("山田 花子", "080"), ("鈴木 一郎", "070")]):
        tel = prefix + str(uuid.uuid4().int)[:8]
        filled = api("updateParticipant", document_id=d, participant_id=place["id"], name=name, tel=tel, callback=True)
        people.append((place["id"], tel))
    assert [each["email"] for each in filled["participants"][1:]] == ["", ""]

    # 2. Widgets: the sender's own with their value, the recipients' to be filled in.
    place = {"document_id": d, "file_id": file, "page": 0}
    api("addWidget", **place, participant_id=sender["id"], type=0, x=420, y=600, text="評価", label="甲")
    api("addWidget", **place, participant_id=sender["id"], type=1, x=60, y=600, text="東京都", font_size=10)
    api("addWidget", **place, participant_id=people[0][0], type=1, x=60, y=660, label="ご住所")
    api("addWidget", **place, participant_id=people[1][0], type=2, x=60, y=700, label="説明を受けました", required=True)

    # 3. The first is asked for a file, an office is told of the outcome, the management fields are written as JSON.
    asked = api("requestAttachment", document_id=d, participant_id=people[0][0], description="登記簿謄本", required=True)
    api("addReportee", document_id=d, name="経理", email="office@example.jp")
    attribute = api(
        "updateAttribute",
        document_id=d,
        title="業務委託",
        counterparty="つばめ商事",
        contract_at="2026-12-01",
        validity_end_at=None,
        auto_update=1,
        amount=9007199254740993,
        options=[{"order": 2, "content": "第二"}, {"order": 1, "content": "第一"}],
    )
    assert attribute["amount"] == 9007199254740993
    assert [option["order"] for option in attribute["options"]] == [1, 2]
    api("updateAlert", document_id=d, alert_at="2027-01-31", memo="更新の確認", enabled=True)

    # 4. Sent. Embedded recipients get no reminders: that is refused, and the message says what to do instead.
    assert api("sendOrRemind", document_id=d)["status"] == 1
    try:
        api("sendOrRemind", document_id=d)
        raise SystemExit("an embedded recipient was reminded")
    except Refused as refusal:
        assert (refusal.status, refusal.error) == (400, "bad_request"), refusal
        print("refused:", refusal.message)

    # 5. One after the other they open their URL and consent; the first uploads what was asked for.
    attached = ("謄本.pdf", "application/pdf", open(contract, "rb").read())
    for index, (participant, tel) in enumerate(people):
        url = api("issueSigningUrl", document_id=d, participant_id=participant)["url"]
        consent(base, url, tel, attached if index == 0 else None)
    for _ in range(300):
        document = api("getDocument", document_id=d)
        if document["status"] == 2:
            break
        time.sleep(0.1)
    assert document["status"] == 2, "the document was not concluded"

    # 6. What was concluded, its certificate, and what the recipient sent in.
    [uploaded] = document["attachment"]["attached_files"]
    results = {
        f"sealed-{d}.pdf": api("getFile", document_id=d, file_id=file),
        f"certificate-{d}.pdf": api("getCertificate", document_id=d),
        f"attached-{d}.pdf": api(
            "getAttachedFile",
            document_id=d,
            attachment_id=asked["attachment"]["id"],
            attached_file_id=uploaded["id"],
        ),
    }
    for name, content in results.items():
        assert content.startswith(b"%PDF-"), name
        with open(os.path.join(output, name), "wb") as target:
            target.write(content)

    # 7. A paper that was signed elsewhere joins them; the list of the last minutes has both.
    original = ("原本.pdf", "application/pdf", open(contract, "rb").read())
    imported = api("importDocument", {"uploadfile": original}, name="過去の契約書.pdf")
    assert imported["status"] == 13
    until = datetime.now(timezone.utc) + timedelta(minutes=1)
    span = {"from": began.isoformat(), "to": until.isoformat()}
    listed = api("listDocuments", **span, with_files="n", with_participants="n")
    ids = [each["id"] for each in listed["documents"]]
    assert d in ids and imported["id"] in ids and listed["total"] == len(ids)
    assert api("listDocuments", to=began.isoformat(), status=2)["documents"] == []
    print("concluded", d)
    print("imported", imported["id"])


if __name__ == "__main__":
    if len(sys.argv) not in (5, 6):
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
