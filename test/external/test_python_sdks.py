"""The official Python SDKs can't tell our mocks from the real providers."""

import re

import anthropic
import openai

NONCE = re.compile(r"bo[0-9a-f]{16}")
ASK = [{"role": "user", "content": "What is a brownout?"}]


def test_anthropic_answers_whole_and_streamed(mocks):
    client = anthropic.Anthropic(base_url=mocks["ANTHROPIC_BASE_URL"], api_key=mocks["ANTHROPIC_API_KEY"])
    message = client.messages.create(model="claude-sonnet-4-6", max_tokens=1024, messages=ASK)
    assert message.stop_reason == "end_turn"
    assert message.usage.output_tokens > 10
    assert NONCE.search(message.content[0].text)
    with client.messages.stream(model="claude-sonnet-4-6", max_tokens=1024, messages=ASK) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert final.content[0].text == text
    assert NONCE.search(text)


def test_anthropic_calls_the_tool_that_it_must(mocks):
    client = anthropic.Anthropic(base_url=mocks["ANTHROPIC_BASE_URL"], api_key=mocks["ANTHROPIC_API_KEY"])
    schema = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}
    message = client.messages.create(
        model="claude-sonnet-4-6",
        max_tokens=1024,
        messages=ASK,
        tools=[{"name": "weather", "description": "d", "input_schema": schema}],
        tool_choice={"type": "tool", "name": "weather"},
    )
    (call,) = [block for block in message.content if block.type == "tool_use"]
    assert message.stop_reason == "tool_use"
    assert isinstance(call.input["city"], str)


def test_openai_answers_whole_and_streamed(mocks):
    client = openai.OpenAI(base_url=mocks["OPENAI_BASE_URL"], api_key=mocks["OPENAI_API_KEY"])
    whole = client.chat.completions.create(model="gpt-4.1-mini", messages=ASK)
    assert whole.choices[0].finish_reason == "stop"
    assert NONCE.search(whole.choices[0].message.content)
    stream = client.chat.completions.create(
        model="gpt-4.1-mini", messages=ASK, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert NONCE.search(text)
    assert chunks[-1].usage.completion_tokens > 10


def test_a_request_that_the_vendor_refuses_is_refused_in_its_words(mocks):
    client = anthropic.Anthropic(base_url=mocks["ANTHROPIC_BASE_URL"], api_key=mocks["ANTHROPIC_API_KEY"])
    try:
        client.messages.create(model="claude-sonnet-4-6", max_tokens=10, messages="not a list")
        raise AssertionError("it was accepted")
    except anthropic.BadRequestError as error:
        assert error.status_code == 400
        assert error.body["error"]["type"] == "invalid_request_error"
