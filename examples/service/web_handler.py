"""Screen an applicant while a form waits: one client for the whole application, a short deadline, and an answer in any case.

uvicorn --app-dir examples/service web_handler:app
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, post
from litestar.exceptions import HTTPException

import qualmap


@asynccontextmanager
async def asking(app: Litestar) -> AsyncIterator[None]:
    """Keep one client with its connections while the application runs."""
    async with qualmap.AsyncClient(timeout=10, app_info="applicant-form/1.0") as app.state.qualmap:
        yield


@post("/applicants")
async def screen(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """What the list may open to the applicant, and the one question to put next."""
    try:
        answer = await request.app.state.qualmap.screen(await request.json())
    except qualmap.InputError as error:
        raise HTTPException(status_code=422, detail=str(error)) from error
    except qualmap.ServiceError as error:
        raise HTTPException(status_code=503, detail=f"try again later (request {error.request_id})") from error
    return {
        "decisions": {one.clause: one.decision for one in answer.benefits},
        "evidence": sorted({one.evidence for one in answer.benefits if one.evidence}),
        "ask": answer.next_questions[0].text.en if answer.next_questions else None,
    }


app = Litestar([screen], lifespan=[asking])
