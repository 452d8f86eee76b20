"""Files of a round that is read again and again: what has not changed is not opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ictxl.files.addresses import Place
from ictxl.files.inputs import InputFile
from ictxl.returned.batch import ReadFiles
from ictxl.returned.form import FileReading
from ictxl.returned.reader import FormReader, Reading
from ictxl.returned.returned_file import IncompleteForm
from ictxl.returned.sent.sendings import Sendings
from ictxl.returned.settling import settled
from ictxl.runtime.stages import Progress, no_progress

Signature = tuple[int, ...]
"""What the file system says of a file; another one means that somebody has written it."""


_UNOPENED: Signature = (-1,)
"""Of a file that could not be opened, for somebody saves it or so: it is tried each time."""


@dataclass(frozen=True)
class _Kept:
    name: str
    """How findings call it: they hold it."""
    signature: Signature
    reading: FileReading


class KeptFiles:
    """Files as they were read last; `read` opens only those that are new or were written since.

    What comes out is what one reader of all files would tell of them now.
    """

    def __init__(self) -> None:
        self._files: dict[Place, _Kept] = {}
        self._tellers: dict[str, Place] = {}
        """Digest of what a sending's forms share → a file whose own copy of it is whole. The other
        forms of the sending were read with that, and must be looked at anew when it is gone."""
        self.opened = 0
        """How many files the last `read` has opened."""

    def read(
        self, inputs: Sequence[InputFile], reading: Reading, progress: Progress = no_progress
    ) -> ReadFiles:
        """All files of the round, in the order of the inputs."""
        self._forget({file.path for file in inputs})
        self.opened = 0
        with FormReader(reading) as reader:
            reader.sendings = self._known()
            for index, file in enumerate(inputs):
                progress(index, len(inputs))
                signature = signature_of(file.path)
                kept = self._files.get(file.path)
                if kept is None or (kept.name, kept.signature) != (file.name, signature):
                    self._lose(file.path)
                    reading_now = self._open(file, reader)
                    if not reading_now[0].source.digest:
                        signature = _UNOPENED
                    self._files[file.path] = _Kept(file.name, signature, reading_now)
                    self.opened += 1
            self._find_tellers(inputs, reading)
        progress(len(inputs), len(inputs))
        return self._settled(inputs, reading)

    def forget_all(self) -> None:
        """Open every file anew the next time, as with a password that was not known before."""
        self._files.clear()
        self._tellers.clear()

    def _settled(self, inputs: Sequence[InputFile], reading: Reading) -> ReadFiles:
        sendings = Sendings()
        files = []
        for place, file in enumerate(inputs):
            read, told = self._files[file.path].reading
            files.append(read)
            if told:
                sendings.take(place, told)
        return ReadFiles(tuple(settled(files, sendings, reading.limits)), sendings.samples)

    def _forget(self, present: set[Place]) -> None:
        for place in [place for place in self._files if place not in present]:
            self._lose(place)
            del self._files[place]

    def _lose(self, place: Place) -> None:
        for digest in [d for d, teller in self._tellers.items() if teller == place]:
            del self._tellers[digest]

    def _open(self, file: InputFile, reader: FormReader) -> FileReading:
        """Read it with what is known of the sendings, to which it adds what it tells itself."""
        before = reader.sendings.digests()
        read, told = reader.read_telling(file.path, file.name)
        if told:
            if told.common.digest and told.common.digest not in before:
                # Its own copy of what its sending shares was found whole.
                self._tellers.setdefault(told.common.digest, file.path)
            reader.sendings.take(0, told)
        return read, told

    def _find_tellers(self, inputs: Sequence[InputFile], reading: Reading) -> None:
        """Have each sending a file whose own copy is whole: mostly the first that is looked at.

        A form whose copy is not whole waits for another's (`IncompleteForm`); once there is one,
        `settled` completes it.
        """
        for file in inputs:
            kept = self._files[file.path]
            told = kept.reading[1]
            digest = told.common.digest if told else ""
            if not digest or digest in self._tellers:
                continue
            with FormReader(reading) as reader:  # as if it were the only file
                alone = reader.read_telling(file.path, file.name)
            self.opened += 1
            self._files[file.path] = _Kept(file.name, kept.signature, alone)
            if alone[1] and not isinstance(alone[0], IncompleteForm):
                self._tellers[digest] = file.path

    def _known(self) -> Sendings:
        """What the files tell that were read before, for those that are read now."""
        sendings = Sendings()
        for teller in self._tellers.values():
            told = self._files[teller].reading[1]
            if told:
                sendings.take(0, told)
        return sendings


def signature_of(place: Place) -> Signature:
    """Size and times of a file; empty for what cannot be looked at."""
    if not isinstance(place, Path):
        return ()
    try:
        status = place.stat()
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
