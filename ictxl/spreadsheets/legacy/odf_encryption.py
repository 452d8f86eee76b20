"""OpenDocument packages behind a password (OASIS OpenDocument 1.3, part 2, chapters 3.4 and 4.8).

Up to LibreOffice 24.1 each part is encrypted by itself (AES-256-CBC, key by PBKDF2), as OpenOffice
does it (Blowfish). From 24.2 on the whole package is one part (AES-256-GCM, key by Argon2id).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from ictxl.spreadsheets.errors import BrokenPartError
from ictxl.spreadsheets.xlsx.sheet_xml import ZIP_ERRORS
from ictxl.spreadsheets.xml_parts import local_name, parse_xml

MANIFEST = "META-INF/manifest.xml"
_WHOLE = "encrypted-package"
"""The part that holds a package encrypted as a whole."""
_CHECKED = 1024
"""Bytes of a part's packed content that its checksum covers."""
_LONGEST_MANIFEST = 16 << 20
_BLOCK, _NONCE, _TAG = 16, 12, 16
_MOST_ROUNDS = 10_000_000
_MOST_KIBIBYTES = 1 << 20
"""What deriving a key may cost: LibreOffice asks for 100,000 rounds, or for 64 MiB."""


class UnknownMethodError(Exception):
    """Encrypted in a way that is not known here."""


class _WrongPasswordError(Exception):
    """What comes out is not what was put in."""


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether a password is needed; False of what is no OpenDocument package."""
    try:
        is_usual = archive.getinfo(MANIFEST).file_size <= _LONGEST_MANIFEST
        return is_usual and b"encryption-data" in archive.read(MANIFEST)
    except (*ZIP_ERRORS, ValueError, KeyError):
        return False


def decrypt_package(archive: zipfile.ZipFile, passwords: Sequence[str]) -> bytes | None:
    """The package in plain; None where no password fits. Raises UnknownMethodError where none could
    be tried, BrokenPartError where the package is damaged."""
    try:
        # Nothing large is unpacked before there is a password to try.
        parts = _encrypted_parts(archive, with_data=bool(passwords))
        # The first to fail should be small: a wrong password shows there.
        probe = min(parts.values(), key=lambda part: len(part.data), default=None)
        if probe is None:
            raise UnknownMethodError
        for password in passwords:
            try:
                probe.plain(password)
                return _plain_package(archive, parts, password)
            except _WrongPasswordError:
                continue
        if not passwords:
            probe.methods()
    except (*ZIP_ERRORS, ValueError, KeyError, binascii.Error) as error:
        raise BrokenPartError(MANIFEST) from error
    return None


def _encrypted_parts(archive: zipfile.ZipFile, *, with_data: bool) -> dict[str, _Part]:
    found = {}
    for entry in parse_xml(archive.read(MANIFEST), MANIFEST):
        data = next((e for e in entry if local_name(e) == "encryption-data"), None)
        if data is not None:
            told = _local_attributes(entry)
            name = told.get("full-path", "")
            about = {local_name(e): _local_attributes(e) for e in data}
            checksum = _local_attributes(data)
            size = int(told.get("size", "0"))
            content = archive.read(name) if with_data else b""
            found[name] = _Part(content, size, checksum, about)
    return found


def _local_attributes(element: ElementTree.Element) -> dict[str, str]:
    return {key.rpartition("}")[2]: value for key, value in element.attrib.items()}


def _plain_package(archive: zipfile.ZipFile, parts: Mapping[str, _Part], password: str) -> bytes:
    if _WHOLE in parts:
        return parts[_WHOLE].plain(password)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as package:
        for info in archive.infolist():
            name = info.filename
            if name != MANIFEST and not info.is_dir():
                part = parts.get(name)
                package.writestr(name, part.plain(password) if part else archive.read(info))
    return plain.getvalue()


@dataclass(frozen=True)
class _Part:
    """One encrypted part, and what the manifest tells of it."""

    data: bytes
    size: int
    """Of its plain content."""
    checksum: Mapping[str, str]
    about: Mapping[str, Mapping[str, str]]
    """The elements of its encryption data, by name, each with its attributes."""

    def plain(self, password: str) -> bytes:
        """Raises _WrongPasswordError, UnknownMethodError."""
        decrypt, derivation, digest = self.methods()
        start = hashlib.new(digest, password.encode()).digest()
        salt, size = self._bytes("key-derivation", "salt"), self._number("key-size", 16)
        if derivation == "argon2id":
            key = self._argon2(start, salt, size)
        else:
            rounds = self._number("iteration-count", 1024)
            if not 0 < rounds <= _MOST_ROUNDS:
                raise UnknownMethodError
            key = hashlib.pbkdf2_hmac("sha1", start, salt, rounds, size)
        packed = decrypt(self.data, key, self._bytes("algorithm", "initialisation-vector"))
        self._check(packed)
        return _inflated(packed, self.size)

    def methods(self) -> tuple[_Decrypt, str, str]:
        """How it is decrypted, its key derived and the password digested. UnknownMethodError."""
        cipher, derivation, digest = (
            re.split("[:#]", self._told(element, f"{element}-name").lower())[-1]
            for element in ("algorithm", "key-derivation", "start-key-generation")
        )
        known = cipher in _CIPHERS and derivation in {"pbkdf2", "argon2id"}
        if not known or digest not in {"", "sha1", "sha256"}:
            raise UnknownMethodError
        return _CIPHERS[cipher], derivation, digest or "sha1"

    def _argon2(self, start: bytes, salt: bytes, size: int) -> bytes:
        from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

        memory = self._number("argon2-memory", 0)
        if memory > _MOST_KIBIBYTES:
            raise UnknownMethodError
        rounds, lanes = self._number("argon2-iterations", 0), self._number("argon2-lanes", 0)
        try:
            derived = Argon2id(
                salt=salt, length=size, iterations=rounds, lanes=lanes, memory_cost=memory
            )
            return derived.derive(start)
        except UnsupportedAlgorithm as error:
            raise UnknownMethodError from error

    def _check(self, packed: bytes) -> None:
        told = self.checksum.get("checksum")
        if told is None:
            return  # GCM checks itself
        name = self.checksum.get("checksum-type", "").lower()
        covered = packed[:_CHECKED] if name.endswith("1k") else packed
        digest = hashlib.sha256 if "sha256" in name else hashlib.sha1
        if digest(covered).digest() != base64.b64decode(told):
            raise _WrongPasswordError

    def _told(self, element: str, name: str) -> str:
        return self.about.get(element, {}).get(name, "")

    def _bytes(self, element: str, name: str) -> bytes:
        return base64.b64decode(self._told(element, name))

    def _number(self, name: str, otherwise: int) -> int:
        return int(self._told("key-derivation", name) or otherwise)


def _from_cbc(data: bytes, key: bytes, initial: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415 - only behind a password
        Cipher,
        algorithms,
        modes,
    )

    decryptor = Cipher(algorithms.AES(key), modes.CBC(initial)).decryptor()
    padded = decryptor.update(data) + decryptor.finalize()
    if not padded or not 1 <= padded[-1] <= _BLOCK:
        raise _WrongPasswordError
    return padded[: -padded[-1]]


def _from_blowfish(data: bytes, key: bytes, initial: bytes) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415

    try:
        from cryptography.hazmat.decrepit.ciphers.modes import CFB  # noqa: PLC0415
    except ImportError:  # before cryptography moved it
        from cryptography.hazmat.primitives.ciphers.modes import CFB  # noqa: PLC0415
    decryptor = Cipher(Blowfish(key), CFB(initial)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def _from_gcm(data: bytes, key: bytes, initial: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - only behind a password
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    # The nonce may stand before what it was used for (XML Encryption 1.1, 5.2.4).
    has_nonce = data[:_NONCE] == initial and len(data) >= _NONCE + _TAG
    for text in (data[_NONCE:], data) if has_nonce else (data,):
        try:
            return AESGCM(key).decrypt(initial, text, None)
        except InvalidTag:
            continue
    raise _WrongPasswordError


_Decrypt = Callable[[bytes, bytes, bytes], bytes]
_CIPHERS: Mapping[str, _Decrypt] = {
    **dict.fromkeys(("aes256-cbc", "aes192-cbc", "aes128-cbc"), _from_cbc),
    "aes256-gcm": _from_gcm,
    "blowfish cfb": _from_blowfish,
}


def _inflated(packed: bytes, size: int) -> bytes:
    if packed.startswith(b"PK"):
        return packed
    content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, max(size, 1))
    if size and len(content) != size:
        raise zipfile.BadZipFile
    return content
