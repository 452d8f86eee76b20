"""Opening and fetching files of the folder, and taking in what is handed over."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.page import the_desk, the_folder
from ictxl.desk.places import (
    OPENED,
    ForbiddenPlaceError,
    below,
    is_free_of_links,
    open_file,
    open_folder,
)
from ictxl.desk.screens.job import back
from ictxl.errors import IctxlError

screen = Blueprint("files", __name__)


@screen.post("/files/open")
def open_one() -> AnyResponse:
    """Open a file with its program, on this machine."""
    open_file(below(the_folder(), request.form.get("file", "")))
    return back()


@screen.post("/files/folder")
def show_folder() -> AnyResponse:
    """Show the folder in the system's file manager."""
    open_folder(the_folder())
    return back()


@screen.get("/files/fetch")
def fetch() -> Response:
    """A file as it is, never as a page of the desk's own."""
    path = below(the_folder(), request.args.get("file", ""))
    if path.suffix.lower() not in OPENED:
        raise ForbiddenPlaceError(path.name)
    return send_file(
        path, mimetype="application/octet-stream", as_attachment=True, download_name=path.name
    )


@screen.post("/files/receive")
def receive_files() -> AnyResponse:
    """Copy what is handed in to what has come back."""
    from ictxl.pipeline.year_folder.places import YearFolder
    from ictxl.pipeline.year_folder.receiving import receive

    desk = the_desk()
    folder = YearFolder(the_folder()).returned
    if not is_free_of_links(folder, the_folder()):
        raise ForbiddenPlaceError(folder.name)
    told = []
    for sent in request.files.getlist("files"):
        if not sent.filename:
            continue
        try:
            path, is_new = receive(sent.stream, sent.filename, folder)
            told.append({"name": sent.filename, "placed": path.name, "new": is_new})
        except IctxlError as error:
            told.append({"name": sent.filename, "error": f"{error.message}{error.remedy}"})
    desk.wake()
    if request.headers.get("Accept") == "application/json":
        return jsonify(told)
    for one in told:
        if "error" in one:
            raise IctxlError(str(one["error"]))
    return back("gathering")
