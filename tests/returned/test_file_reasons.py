"""A file that cannot be read, or not yet, is named for what it is, with what to do about it."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ictxl.findings import Finding
from ictxl.plan.reading import read_plan
from ictxl.returned.reader import Reading
from tests.support.books import load
from tests.support.cli import ictxl
from tests.support.compound_file import write_compound
from tests.support.places import ROOT
from tests.support.responses import answer_of
from tests.support.returned_forms import READ_ANSWERS, filled_form, read, small_plan

DATA = ROOT / "tests" / "data"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
EXPERIMENTAL = "urn:org:documentfoundation:names:experimental:office:manifest"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def told(path: Path, content: bytes, *passwords: str) -> Finding:
    """The one finding on a file of that content."""
    path.write_bytes(content)
    (found,) = read(path, plan=small_plan(), reading=Reading(passwords=passwords)).findings
    return found


# Behind a password


@pytest.mark.lengthy
def test_an_ods_with_a_password_is_named_so_and_opened_with_the_right_one(tmp_path: Path) -> None:
    content = (DATA / "password.ods").read_bytes()
    none = told(tmp_path / "a.ods", content)
    wrong = told(tmp_path / "a.ods", content, "chigau")
    assert [none.code, wrong.code] == ["F005", "F005"]
    assert "指定がありません" in none.message and "開けません" in wrong.message
    plan = read_plan(ROOT / "samples" / "plan.xlsx")
    right = Reading(passwords=("chigau", "himitsu"))
    result = read(DATA / "password.ods", plan=plan, reading=right)
    assert result.findings == ()
    assert result.answer("1-1", "秘書広報課")[:2] == ("B", "講座を7回開催し、延べ30人が参加した。")


def test_an_ods_encrypted_as_openoffice_does_it_is_opened_too(tmp_path: Path) -> None:
    path = DATA / "password-1.1.ods"
    assert told(tmp_path / "a.ods", path.read_bytes(), "chigau").code == "F005"
    result = read(path, plan=small_plan(), reading=Reading(passwords=("himitsu",)))
    assert ("セル", "中の文") in [(said.kind, said.text) for _, said in result.foreign]


def sealed(plain: bytes, password: str, *, derivation: str, with_nonce: bool = True) -> bytes:
    """A package encrypted as a whole, as LibreOffice does it from 24.2 on."""
    salt, nonce = os.urandom(16), os.urandom(12)
    start = hashlib.sha256(password.encode()).digest()
    rounds = {"iterations": 3, "lanes": 4, "memory": 1024}
    key = Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=1024).derive(start)
    data = (nonce if with_nonce else b"") + AESGCM(key).encrypt(nonce, plain, None)
    attributes = {
        "key-derivation-name": f"{EXPERIMENTAL}:{derivation}",
        "key-size": "32",
        "salt": base64.b64encode(salt).decode(),
        **{f"argon2-{name}": str(number) for name, number in rounds.items()},
    }
    told_ = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    manifest = (
        f'<manifest xmlns="{MANIFEST}"><file-entry full-path="encrypted-package" '
        f'media-type="{ODS_TYPE}" size="{len(plain)}"><encryption-data>'
        '<algorithm algorithm-name="http://www.w3.org/2009/xmlenc11#aes256-gcm" '
        f'initialisation-vector="{base64.b64encode(nonce).decode()}"/>'
        '<start-key-generation key-size="32" '
        'start-key-generation-name="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<key-derivation {told_}/></encryption-data></file-entry></manifest>"
    )
    return zipped(
        {"mimetype": ODS_TYPE, "encrypted-package": data, "META-INF/manifest.xml": manifest}
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return whole.getvalue()


SMALL_ODS = zipped(
    {
        "mimetype": ODS_TYPE,
        "content.xml": "<office:document-content "
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="表"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>中の文</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>",
    }
)


@pytest.mark.parametrize("with_nonce", [True, False])
def test_an_ods_encrypted_as_a_whole_is_opened_too(tmp_path: Path, with_nonce: bool) -> None:
    path = tmp_path / "a.ods"
    content = sealed(SMALL_ODS, "himitsu", derivation="argon2id", with_nonce=with_nonce)
    assert told(path, content).code == "F005"
    assert told(path, content, "chigau").code == "F005"
    result = read(path, plan=small_plan(), reading=Reading(passwords=("himitsu",)))
    assert [said.text for _, said in result.foreign] == ["中の文"]


@pytest.mark.parametrize("passwords", [(), ("himitsu",)])
def test_an_encryption_that_is_not_known_is_told_as_such(
    tmp_path: Path, passwords: tuple[str, ...]
) -> None:
    content = sealed(SMALL_ODS, "himitsu", derivation="scrypt")
    found = told(tmp_path / "a.ods", content, *passwords)
    assert found.code == "F005" and "方式" in found.message
    assert "パスワードを外して" in found.remedy


RIGHTS_MANAGED = {
    ".xlsx": ["\x06DataSpaces/TransformInfo/DRMEncryptedTransform/\x06Primary", "EncryptedPackage"],
    ".xls": ["\tDRMContent", "Workbook"],
}


@pytest.mark.parametrize("suffix", RIGHTS_MANAGED)
def test_a_rights_managed_workbook_is_not_called_one_with_a_password(
    tmp_path: Path, suffix: str
) -> None:
    content = write_compound(dict.fromkeys(RIGHTS_MANAGED[suffix], b"sealed"))
    found = told(tmp_path / f"a{suffix}", content, "himitsu")
    assert found.code == "F018" and "IRM" in found.message


# Wrapped up in another file


def test_a_zip_with_forms_in_it_names_them_and_says_to_unpack(tmp_path: Path) -> None:
    form = filled_form(tmp_path / "form.xlsx").read_bytes()
    content = zipped({"回答/文書課.xlsx": form, "回答/読んでね.txt": "memo"})
    found = told(tmp_path / "まとめ.zip", content)
    assert found.code == "F019"
    assert "文書課.xlsx" in found.message and "読んでね" not in found.message
    assert "展開" in found.remedy


def test_names_in_a_zip_that_windows_packed_are_readable(tmp_path: Path) -> None:
    name = "文書課.xlsx".encode("cp932")
    content = zipped({"x" * len(name): b"PK"}).replace(b"x" * len(name), name)
    assert "文書課.xlsx" in told(tmp_path / "まとめ.zip", content).message


def test_only_the_first_of_many_workbooks_are_named(tmp_path: Path) -> None:
    found = told(tmp_path / "a.zip", zipped({f"課{n}.xlsx": b"PK" for n in range(1, 19)}))
    assert "課5.xlsx ほか 13 個" in found.message


def test_a_zip_without_workbooks_is_none_of_our_business(tmp_path: Path) -> None:
    assert told(tmp_path / "a.zip", zipped({"写真.jpg": b"x"})).code == "F007"


def mail(name: str | None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "bunsho@example.lg.jp", "joho@example.lg.jp"
    message["Subject"] = "調査票の提出"
    message.set_content("提出します。")
    if name:
        message.add_attachment(b"PK", maintype="application", subtype="zip", filename=name)
    return message.as_bytes()


def test_a_mail_with_a_form_attached_says_to_take_it_out(tmp_path: Path) -> None:
    found = told(tmp_path / "提出.eml", mail("文書課.xlsx"))
    assert found.code == "F019"
    assert "メール" in found.message and "文書課.xlsx" in found.message
    assert "取り出した" in found.remedy


def test_a_mail_without_a_workbook_is_called_a_mail(tmp_path: Path) -> None:
    found = told(tmp_path / "連絡.eml", mail(None))
    assert found.code == "F007" and "メール" in found.message


def test_a_mail_that_begins_as_a_web_archive_does_is_a_mail_all_the_same(tmp_path: Path) -> None:
    found = told(tmp_path / "提出.eml", b"MIME-Version: 1.0\n" + mail("文書課.xls"))
    assert found.code == "F019"


def test_a_web_archive_is_no_mail(tmp_path: Path) -> None:
    content = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n"
    found = told(tmp_path / "a.mht", content)
    assert found.code == "F007" and "Web アーカイブ" in found.message


@pytest.mark.parametrize("codec", ["cp932", "utf-16-le"])
def test_what_outlook_makes_of_attachments_is_named_so(tmp_path: Path, codec: str) -> None:
    name = "文書課.xlsx\0".encode(codec)
    content = b"\x78\x9f\x3e\x22\x01\x00" + bytes(20) + name + bytes(20)
    found = told(tmp_path / "winmail.dat", content)
    assert found.code == "F019"
    assert "winmail.dat" in found.message and "(文書課.xlsx)" in found.message
    assert "Outlook" in found.remedy
    none = told(tmp_path / "winmail.dat", b"\x78\x9f\x3e\x22\x01\x00" + bytes(60))
    assert none.code == "F007" and "winmail.dat" in none.message


def test_a_mail_that_outlook_saved_names_what_is_attached(tmp_path: Path) -> None:
    name = "文書課.xlsx".encode("utf-16-le")
    streams = {
        "__substg1.0_0037001F": "件名".encode("utf-16-le"),
        "__attach_version1.0_#00000000/__substg1.0_3707001F": name,
    }
    found = told(tmp_path / "提出.msg", write_compound(streams))
    assert found.code == "F019" and "(文書課.xlsx)" in found.message


# Of another kind than it seems


def test_a_flat_ods_is_no_web_page(tmp_path: Path) -> None:
    content = (
        '<?xml version="1.0"?>\n<office:document xmlns:table="urn:t" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        f'office:mimetype="{ODS_TYPE}">'
        "<office:meta/></office:document>"
    ).encode()
    found = told(tmp_path / "a.fods", content)
    assert found.code == "F007" and ".fods" in found.message


@pytest.mark.parametrize("dropped", [{"mimetype"}, {"mimetype", "META-INF/manifest.xml"}])
def test_an_ods_that_does_not_name_its_kind_is_read(tmp_path: Path, dropped: set[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(SMALL_ODS)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    entry = f'<file-entry full-path="/" media-type="{ODS_TYPE}"/>'
    parts["META-INF/manifest.xml"] = f'<manifest xmlns="{MANIFEST}">{entry}</manifest>'.encode()
    path = tmp_path / "a.ods"
    path.write_bytes(zipped({name: part for name, part in parts.items() if name not in dropped}))
    result = read(path, plan=small_plan())
    assert [said.text for _, said in result.foreign] == ["中の文"]
    assert result.found == [("", "F001")]


def test_a_workbook_older_than_excel_5_is_named_so(tmp_path: Path) -> None:
    found = told(tmp_path / "a.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00" + bytes(60))
    assert found.code == "F006" and "Excel 4.0" in found.message


# Without the plan


def test_a_lone_form_without_its_hidden_sheets_says_that_it_needs_the_plan(tmp_path: Path) -> None:
    form = filled_form(tmp_path / "form.xlsx")
    book = load(form)
    for name in book.sheetnames:
        if name.startswith("_ictxl"):
            del book[name]
    book.save(form)
    run = ictxl("check", form)
    assert run.code == 2
    assert "--plan" in run.err and "隠しシート" in run.err
    result = read(form, plan=small_plan())
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS


def test_where_nothing_is_a_workbook_no_plan_is_asked_for(tmp_path: Path) -> None:
    shutil.copy(ROOT / "LICENSE", tmp_path / "a.xlsx")
    run = ictxl("check", tmp_path / "a.xlsx")
    assert run.code == 2 and "--plan" not in run.err
