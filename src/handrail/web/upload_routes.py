"""Upload routes: several files at once, each by a request of its own, read when all are there."""

from collections.abc import Awaitable
from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.upload_files import (
    EmptyFile,
    TooMuch,
    add_upload,
    begin_upload,
    start_upload,
)
from handrail.domain.import_run import ImportRefused, ImportRun
from handrail.web.access import STEWARD, declares
from handrail.web.documented import problems
from handrail.web.knowledge_routes import LONGEST_FILE, settings
from handrail.web.knowledge_shapes import ImportShape, UploadWish, import_shape
from handrail.web.parts import parts_of
from handrail.web.problems import Refused, unprocessable
from handrail.web.requests import read_id, required_text, staff_of

Call = Request[Any, Any, Any]
FilePath = Annotated[
    str,
    QueryParameter(
        min_length=1, max_length=500, description="The file's path in what was chosen, with ending."
    ),
]


@post(
    "/knowledge/uploads/batches",
    operation_id="beginUpload",
    tags=["knowledge"],
    opt=declares(STEWARD),
    responses=problems(401, 403, 422),
)
async def begin(request: Call, data: JSONBody[UploadWish]) -> ImportShape:
    """Begin an import of several files, which are sent one by one; nothing is read before all are there."""
    desk, staff = parts_of(request).desk, staff_of(request)
    dates = (data.valid_from, data.valid_until)
    said = settings(data.audience, data.locale, data.owner, *dates)
    return await _answered(begin_upload(desk, said, staff.name, data.files, data.bytes))


@put(
    "/knowledge/uploads/batches/{import_id:str}/files",
    operation_id="uploadFile",
    tags=["knowledge"],
    opt=declares(STEWARD),
    request_max_body_size=LONGEST_FILE + 1,
    responses=problems(401, 403, 404, 409, 422),
)
async def add(request: Call, import_id: FromPath[str], path: FilePath) -> ImportShape:
    """Send one file of it, as the body as it is. The same path again changes nothing."""
    which, name = read_id(import_id), file_path(path)
    content = await request.body()
    return await _answered(add_upload(parts_of(request).desk, which, name, content))


@post(
    "/knowledge/uploads/batches/{import_id:str}/start",
    operation_id="startUpload",
    tags=["knowledge"],
    opt=declares(STEWARD),
    responses=problems(401, 403, 404, 409),
)
async def start(request: Call, import_id: FromPath[str]) -> ImportShape:
    """All files are there: let them be read."""
    return await _answered(start_upload(parts_of(request).desk, read_id(import_id)))


async def _answered(doing: Awaitable[ImportRun]) -> ImportShape:
    try:
        return import_shape(await doing)
    except (TooMuch, EmptyFile) as error:
        raise unprocessable(str(error), "body") from None
    except ImportRefused as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from None


def file_path(path: str) -> str:
    """The path of a file within what was uploaded. Raises Refused for one that leads elsewhere."""
    parts = [part for part in required_text(path, "path").replace("\\", "/").split("/") if part]
    if not parts or any(part in (".", "..") for part in parts):
        raise unprocessable("Give the file's path within its folder.", "path")
    return "/".join(parts)


ROUTES = [begin, add, start]
