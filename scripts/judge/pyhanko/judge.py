"""Validates each file with pyHanko and prints one JSON line per file: judge.py ROOT.pem FILE..."""

import json
import logging
import sys
from importlib.metadata import version

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)


def judge(path, root):
    signatures = []
    with open(path, "rb") as handle:
        reader = PdfFileReader(handle)
        for embedded in reader.embedded_signatures:
            if embedded.sig_object.get("/Type") == "/DocTimeStamp":
                context = ValidationContext(trust_roots=[root], allow_fetching=False)
                stamped = validate_pdf_timestamp(embedded, context)
                signatures.append(
                    {
                        "field": embedded.field_name,
                        "bottomLine": stamped.valid and stamped.trusted,
                        "coverage": stamped.coverage.name,
                        "timestamp": True,
                        "objection": None,
                        "summary": stamped.summary(),
                    }
                )
                continue
            context = ValidationContext(trust_roots=[root], allow_fetching=False)
            status = validate_pdf_signature(embedded, context, context)
            timestamp = status.timestamp_validity
            signatures.append(
                {
                    "field": embedded.field_name,
                    "valid": status.valid,
                    "intact": status.intact,
                    "trusted": status.trusted,
                    "bottomLine": status.bottom_line,
                    "coverage": status.coverage.name,
                    "modification": status.modification_level.name if status.modification_level else None,
                    "docMdpOk": status.docmdp_ok,
                    "timestamp": bool(timestamp and timestamp.valid and timestamp.trusted),
                    "objection": str(status.diff_result) if isinstance(status.diff_result, Exception) else None,
                    "summary": status.summary(),
                }
            )
    return {"file": path, "signatures": signatures}


def main():
    if sys.argv[1:] == ["--version"]:
        print(version("pyHanko"))
        return
    root = load_cert_from_pemder(sys.argv[1])
    for path in sys.argv[2:]:
        try:
            verdict = judge(path, root)
        except Exception as failure:  # a file it cannot read is a verdict too
            verdict = {"file": path, "failure": f"{type(failure).__name__}: {failure}", "signatures": []}
        print(json.dumps(verdict, ensure_ascii=False))


main()
