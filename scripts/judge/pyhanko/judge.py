"""Validates each file with pyHanko and prints one JSON line per file: judge.py ROOT.pem now|INSTANT FILE..."""

import asyncio
import json
import logging
import sys
from datetime import datetime
from importlib.metadata import version

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv import ades_past
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy, NonRevokedStatusAssertion
from pyhanko_certvalidator.registry import SimpleTrustManager

logging.disable(logging.CRITICAL)


def set_clock(at):
    """Past validation begins at the clock's time, which cannot be handed in (pyhanko_certvalidator.ltv.ades_past)."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return at.astimezone(tz)

    ades_past.datetime = Clock


def judge_as_of(embedded, root, at):
    """Long-term validation (EN 319 102-1, 5.6.3) as of a time to come, by the data in the file alone."""
    # Of the newest timestamp nobody has tomorrow's revocation data; all others the file must prove.
    newest = embedded.reader.embedded_timestamp_signatures[-1].signer_cert.sha256
    spec = SignatureValidationSpec(
        cert_validation_policy=CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=[root]),
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
        ),
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
        ),
        local_knowledge=LocalKnowledge(nonrevoked_assertions=[NonRevokedStatusAssertion(newest, at=at)]),
    )
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
    found = asyncio.run(ades_lta_validation(embedded, PdfSignatureValidationSpec(spec), timing_info=timing))
    status = found.api_status
    stamped = found.signature_timestamp_status
    return {
        "field": embedded.field_name,
        "bottomLine": found.ades_subindic == AdESPassed.OK,
        "coverage": status.coverage.name if status else None,
        "timestamp": bool(stamped and stamped.ades_subindic == AdESPassed.OK),
        "objection": found.failure_msg,
        "summary": f"{found.ades_subindic} {status.summary() if status else ''}",
    }


def judge(path, root, at):
    signatures = []
    with open(path, "rb") as handle:
        reader = PdfFileReader(handle)
        for embedded in reader.embedded_signatures:
            if at is not None:
                if embedded.sig_object.get("/Type") != "/DocTimeStamp":
                    signatures.append(judge_as_of(embedded, root, at))
                continue
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
    at = None if sys.argv[2] == "now" else datetime.fromisoformat(sys.argv[2])
    if at is not None:
        set_clock(at)
    for path in sys.argv[3:]:
        try:
            verdict = judge(path, root, at)
        except Exception as failure:  # a file it cannot read is a verdict too
            verdict = {"file": path, "failure": f"{type(failure).__name__}: {failure}", "signatures": []}
        print(json.dumps(verdict, ensure_ascii=False))


main()
