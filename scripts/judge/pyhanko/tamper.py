"""Appends an unsigned update as a forger would: tamper.py page|field FROM TO"""

import sys

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def redraw_page(writer):
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    drawn = writer.add_object(generic.StreamObject(stream_data=b"q 0 0 300 300 re f Q"))
    contents = page["/Contents"]
    refs = list(contents) if isinstance(contents, generic.ArrayObject) else [page.raw_get("/Contents")]
    page[generic.NameObject("/Contents")] = generic.ArrayObject([*refs, drawn])
    writer.update_container(page)


def refill_field(writer):
    for ref in writer.root["/AcroForm"]["/Fields"]:
        field = ref.get_object()
        if field.get("/FT") == "/Tx" and field.get("/V"):
            field[generic.NameObject("/V")] = generic.TextStringObject("changed after sealing")
            field[generic.NameObject("/Ff")] = generic.NumberObject(0)
            writer.mark_update(ref)
            return
    raise SystemExit("no filled text field")


kind, source, target = sys.argv[1:]
with open(source, "rb") as handle:
    writer = IncrementalPdfFileWriter(handle)
    {"page": redraw_page, "field": refill_field}[kind](writer)
    with open(target, "wb") as out:
        writer.write(out)
