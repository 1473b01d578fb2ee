"""A small FastAPI app as a team would write it: the official SDK, its defaults, no resilience of its own."""

from anthropic import AsyncAnthropic
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
import json

app = FastAPI()
claude = AsyncAnthropic()
MODEL = "claude-sonnet-4-6"


class Question(BaseModel):
    question: str


@app.get("/health")
async def health():
    return {"ok": True}


@app.post("/ask")
async def ask(body: Question):
    message = await claude.messages.create(
        model=MODEL, max_tokens=1024, messages=[{"role": "user", "content": body.question}]
    )
    return {"answer": message.content[0].text}


@app.post("/stream")
async def stream(body: Question):
    async def events():
        async with claude.messages.stream(
            model=MODEL, max_tokens=1024, messages=[{"role": "user", "content": body.question}]
        ) as pieces:
            async for text in pieces.text_stream:
                yield f"data: {json.dumps({'token': text})}\n\n"
        yield "data: [DONE]\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")
