"""A file that cannot be read is an error that names it and says what was expected; none takes the machine down."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import xlsxwriter
from notices import FORMATS, notice
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import qualmap
from qualmap import AttachmentError
from qualmap_matcher.editions.attachments import archives, opening
from qualmap_matcher.editions.attachments.layout import entries
from qualmap_matcher.editions.attachments.opening import open_attachment

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
Make = Callable[[str], Path]


@pytest.fixture
def whole(tmp_path: Path) -> Make:
    def make(kind: str) -> Path:
        path = tmp_path / f"whole.{kind}"
        FORMATS[kind](notice({"A": 4, "B": 2}), path)
        return path

    return make


def failing(path: Path) -> str:
    with pytest.raises(AttachmentError) as caught:
        entries(open_attachment(path), edition="3.0")
    assert caught.value.code == "invalid_attachment"
    assert str(caught.value).startswith(f"{path.name}: ")
    return str(caught.value)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "html"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_file_that_is_cut_short(kind: str, part: float, whole: Make) -> None:
    path = whole(kind)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])

    assert failing(path)


def test_a_csv_file_that_is_cut_inside_a_cell_or_a_row(tmp_path: Path) -> None:
    head = "类别,证书名称,发证机构\nA,甲级证书,某协会\n"

    assert "line 3" in failing(written(tmp_path / "a.csv", f'{head}A,"乙级'.encode()))
    assert "2 cells; expected 3" in failing(written(tmp_path / "b.csv", f"{head}A,乙级证".encode()))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (bytes(range(256)) * 20, "none of DOCX"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5000), "none of DOCX"),
        (OLE + "WordDocument".encode("utf-16-le"), "save it as DOCX"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "Workbook _VBA_PROJECT".encode("utf-16-le"), "macros"),
        (OLE + bytes(600), "cannot be read as XLS"),
        ("只有一句话。".encode(), "证书名称"),
        (b"<html><body><p>nothing</p></body></html>", "no table"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_that_is_no_attachment(data: bytes, says: str, tmp_path: Path) -> None:
    assert says in failing(written(tmp_path / "some.file", data))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be opened" in failing(tmp_path / "absent.docx")


def zipped(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    assert "neither DOCX nor XLSX" in failing(zipped(tmp_path / "a.zip", readme=b"hello"))


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_macros_are_refused_by_name_and_by_content(kind: str, whole: Make, tmp_path: Path) -> None:
    path = whole(kind)
    named = written(tmp_path / f"named.{kind[:-1]}m", path.read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin" if kind == "xlsx" else "word/vbaProject.bin", b"x")

    assert "macros" in failing(named)
    assert "macros" in failing(path)


def test_a_large_file_is_refused_by_its_size_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(archives.LARGEST_FILE + 1)  # takes no room on the disk

    assert "expected at most 200" in failing(path)


def test_an_archive_that_unpacks_to_far_more_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(archives.LARGEST_UNPACKED // 2**24 + 1):
                member.write(bytes(2**24))

    assert path.stat().st_size < 2**20
    assert "unpacks to" in failing(path)


def test_an_archive_of_too_many_parts(tmp_path: Path) -> None:
    assert "parts" in failing(zipped(tmp_path / "many.docx", **{f"part{number}": b"" for number in range(10_001)}))


def test_a_sheet_whose_cells_lie_far_apart_fills_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "证书名称")
        sheet.write(1_048_575, 16_383, "x")

    assert "1,048,576 rows" in failing(path)


def test_a_hidden_sheet_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("清单").write(0, 0, "证书名称")
        hidden = book.add_worksheet("旧")
        hidden.write(0, 0, "x")
        hidden.hide()

    assert "sheet '旧': it is hidden" in failing(path)


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 100, "A")
    canvas.save()

    assert "password" in failing(path)


def test_a_scan_is_said_to_be_one_with_its_page(tmp_path: Path) -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("L", (40, 40), 128).save(picture, "PNG")
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.drawString(100, 100, "附件")
    canvas.showPage()
    picture.seek(0)
    canvas.drawImage(ImageReader(picture), 10, 10, 400, 400)
    canvas.save()

    assert "page 2: it has an image and no text" in failing(tmp_path / "scan.pdf")


def test_a_pdf_without_anything(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "blank.pdf"))
    canvas.showPage()
    canvas.save()

    assert "no text" in failing(tmp_path / "blank.pdf")


LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"


def with_entities(path: Path, part: str) -> Path:
    """The document with a billion laughs before its content, and a reference to the last of them in its first text."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start, end = parts[part].split(b"?>", 1)
    parts[part] = (
        start + b"?>" + LAUGHS.encode() + end.replace("附件".encode(), b"&a11;", 1).replace("类别".encode(), b"&a11;", 1)
    )
    return zipped(path, **parts)


@pytest.mark.parametrize(("kind", "part"), [("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml"), ("html", "")])
def test_entities_that_unfold_into_gigabytes_do_no_harm(kind: str, part: str, whole: Make) -> None:
    path = whole(kind)
    if part:
        with_entities(path, part)
    else:
        text = path.read_text(encoding="utf-8").replace("<!DOCTYPE html>", LAUGHS).replace("附件", "&a11;")
        path.write_text(text, encoding="utf-8")
    try:
        found = entries(open_attachment(path), edition="3.0")
    except AttachmentError:
        return  # refused is as harmless as read without them
    assert sum(len(entry.name) for entry in found) < 1_000


def test_an_entity_that_names_a_file_does_not_bring_it_in(whole: Make, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    path = whole("docx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start, end = parts["word/document.xml"].split(b"?>", 1)
    entity = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]>'.encode()
    parts["word/document.xml"] = start + b"?>" + entity + end.replace("附件".encode(), b"&s;", 1)
    zipped(path, **parts)
    try:
        blocks = open_attachment(path).blocks
    except AttachmentError:
        return
    assert "SECRET" not in str(blocks)


def test_a_span_of_any_size_fills_no_memory(tmp_path: Path) -> None:
    rows = "<tr><th>证书名称<th>发证机构</tr><tr><td colspan=999999999 rowspan=999999999>A类</tr><tr><td>x"
    path = written(tmp_path / "spans.html", f"<table>{rows}</table>".encode())

    assert failing(path)


def test_text_in_insertions_and_content_controls_of_a_document_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("A类")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([cell for row in table.rows for cell in row.cells], ["证书名称", "发证机构", "甲", "乙"], strict=True):
        cell.text = text
    from docx.oxml import parse_xml

    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = table.rows[1].cells[0].paragraphs[0]
    run._p.append(parse_xml(f'<w:ins {w} w:id="1" w:author="x"><w:r><w:t>级证书</w:t></w:r></w:ins>'))
    run._p.append(parse_xml(f'<w:del {w} w:id="2" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>'))
    path = tmp_path / "edited.docx"
    document.save(str(path))

    [one] = entries(open_attachment(path), edition="3.0")
    assert one.name == "甲级证书"


def test_an_older_text_in_gb_18030_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "old.csv", "类别,证书名称,发证机构\nA,甲级证书,某协会\n".encode("gb18030"))

    assert [one.name for one in entries(open_attachment(path), edition="3.0")] == ["甲级证书"]


def test_the_kind_is_seen_in_the_content_and_not_in_the_name(whole: Make) -> None:
    path = whole("html")

    assert open_attachment(path.rename(path.with_suffix(".xls"))).kind == "html"


@pytest.mark.parametrize(
    ("absent", "kind"), [("docx", "docx"), ("pdfplumber", "pdf"), ("lxml", "html"), ("python_calamine", "xlsx")]
)
def test_a_library_that_is_not_installed_is_named_by_its_extra(absent: str, kind: str, whole: Make) -> None:
    program = f"""
import sys
sys.modules[{absent!r}] = None
import qualmap
from pathlib import Path
from qualmap_matcher.editions.attachments.opening import open_attachment
try: open_attachment(Path({str(whole(kind))!r}))
except qualmap.InstallationError as error: print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "pip install 'qualmap[attachments]'" in done.stdout
    assert issubclass(qualmap.InstallationError, ImportError)
    assert opening.ADVICE in done.stdout
