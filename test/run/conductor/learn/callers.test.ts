import { describe, expect, test } from 'vitest';
import { callerOf } from '../../../../src/run/conductor/learn/callers.js';

describe('who called', () => {
  test.each([
    ['Anthropic/JS 1.10.0', 'Anthropic SDK for TypeScript 1.10.0'],
    ['AsyncAnthropic/Python 0.70.0', 'Anthropic SDK for Python 0.70.0'],
    ['OpenAI/JS 6.49.0', 'OpenAI SDK for TypeScript 6.49.0'],
    ['AsyncOpenAI/Python 2.1.0', 'OpenAI SDK for Python 2.1.0'],
    ['AzureOpenAI/JS 6.49.0', 'AzureOpenAI SDK for TypeScript 6.49.0'],
    ['OpenAI/Go 1.2.0', 'OpenAI SDK for Go 1.2.0'],
    ['AnthropicClientImpl/Java 3.14.0', 'Anthropic SDK for Java 3.14.0'],
    ['langchain4j-openai', 'LangChain4j for openai'],
    ['spring-ai-anthropic-sdk', 'Spring AI for anthropic'],
    ['spring-ai-openai', 'Spring AI for openai'],
    ['spring-ai', 'Spring AI'],
    ['langchainjs-openai/1.0.0', 'LangChain.js for openai 1.0.0'],
    ['ai/7.0.173 ai-sdk/provider-utils/4.0.1 runtime/node.js/22', 'AI SDK 7.0.173'],
    ['ai-sdk/anthropic/4.0.2 ai-sdk/provider-utils/4.0.1', 'AI SDK, anthropic 4.0.2'],
    ['litellm/1.80.0', 'LiteLLM 1.80.0'],
    ['pydantic-ai/2.38.0', 'Pydantic AI 2.38.0'],
    ['node', 'fetch of Node'],
    ['undici', 'undici'],
    ['curl/8.5.0', 'curl 8.5.0'],
    ['python-httpx/0.28.1', 'python-httpx 0.28.1'],
    ['Python/3.12 aiohttp/3.11.0', 'aiohttp 3.11.0'],
    ['Go-http-client/1.1', 'Go-http-client 1.1'],
  ])('says of %s that it is the %s', (agent, caller) => {
    expect(callerOf({ 'user-agent': agent })).toBe(caller);
  });

  test('tells LangChain by what it asks of the SDK below it', () => {
    const headers = {
      'user-agent': 'Anthropic/JS 0.122.0',
      'anthropic-dangerous-direct-browser-access': 'true',
    };
    expect(callerOf(headers)).toBe('Anthropic SDK for TypeScript 0.122.0, through LangChain');
  });

  test('guesses nothing of a client that it does not know', () => {
    expect(callerOf({})).toBe('unknown, it sends no user-agent');
    expect(callerOf({ 'user-agent': 'shop-backend/3' })).toBe('unknown, "shop-backend/3"');
    expect(callerOf({ 'user-agent': 'x'.repeat(500) })).toHaveLength(71);
  });
});
