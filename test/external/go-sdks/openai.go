package main

import (
	"context"
	"errors"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/packages/param"
	"github.com/openai/openai-go/v3/shared"
)

var gpt = openai.NewClient()

var openaiAsks = map[string]ask{
	"whole": func(ctx context.Context, one call) (string, error) {
		return completionOf(ctx, one, toGPT(one))
	},
	"stream": func(ctx context.Context, one call) (string, error) {
		return streamedCompletion(ctx, one, toGPT(one))
	},
	"tool": func(ctx context.Context, one call) (string, error) {
		return completionOf(ctx, one, withFunction(toGPT(one)))
	},
	"tool-stream": func(ctx context.Context, one call) (string, error) {
		return streamedCompletion(ctx, one, withFunction(toGPT(one)))
	},
	"structured": func(ctx context.Context, one call) (string, error) {
		params := toGPT(one)
		params.ResponseFormat.OfJSONSchema = &shared.ResponseFormatJSONSchemaParam{
			JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{
				Name: "city", Strict: openai.Bool(true), Schema: citySchema,
			},
		}
		return completionOf(ctx, one, params)
	},
	"choices": func(ctx context.Context, one call) (string, error) {
		params := toGPT(one)
		params.N = openai.Int(3)
		return completionOf(ctx, one, params)
	},
	"choices-stream": func(ctx context.Context, one call) (string, error) {
		params := toGPT(one)
		params.N = openai.Int(3)
		return streamedCompletion(ctx, one, params)
	},
	"logprobs": func(ctx context.Context, one call) (string, error) {
		return completionOf(ctx, one, withLogprobs(toGPT(one)))
	},
	"logprobs-stream": func(ctx context.Context, one call) (string, error) {
		return streamedCompletion(ctx, one, withLogprobs(toGPT(one)))
	},
	"embeddings": func(ctx context.Context, one call) (string, error) {
		input := openai.EmbeddingNewParamsInputUnion{OfArrayOfStrings: []string{one.Prompt, "another"}}
		answer, err := gpt.Embeddings.New(ctx, openai.EmbeddingNewParams{Model: one.Model, Input: input})
		if err != nil {
			return "", err
		}
		sizes := []int{}
		for _, vector := range answer.Data {
			sizes = append(sizes, len(vector.Embedding))
		}
		return asJSON(sizes), nil
	},
	"models": func(ctx context.Context, one call) (string, error) {
		pages := gpt.Models.ListAutoPaging(ctx)
		names := []string{}
		for pages.Next() {
			names = append(names, pages.Current().ID)
		}
		if pages.Err() != nil {
			return "", pages.Err()
		}
		model, err := gpt.Models.Get(ctx, one.Model)
		if err != nil {
			return "", err
		}
		return asJSON(append(names, model.ID)), nil
	},
}

func toGPT(one call) openai.ChatCompletionNewParams {
	return openai.ChatCompletionNewParams{
		Model:    one.Model,
		Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage(one.Prompt)},
	}
}

func withFunction(params openai.ChatCompletionNewParams) openai.ChatCompletionNewParams {
	params.Tools = []openai.ChatCompletionToolUnionParam{
		openai.ChatCompletionFunctionTool(shared.FunctionDefinitionParam{Name: "weather", Parameters: citySchema}),
	}
	params.ToolChoice.OfAuto = param.NewOpt("required")
	return params
}

func withLogprobs(params openai.ChatCompletionNewParams) openai.ChatCompletionNewParams {
	params.Logprobs, params.TopLogprobs = openai.Bool(true), openai.Int(2)
	return params
}

func openaiWithin(one call) []option.RequestOption {
	if one.Timeout == 0 {
		return nil
	}
	return []option.RequestOption{option.WithRequestTimeout(time.Duration(one.Timeout) * time.Millisecond)}
}

func completionOf(ctx context.Context, one call, params openai.ChatCompletionNewParams) (string, error) {
	completion, err := gpt.Chat.Completions.New(ctx, params, openaiWithin(one)...)
	if err != nil {
		return "", err
	}
	return saidIn(*completion), nil
}

func streamedCompletion(ctx context.Context, one call, params openai.ChatCompletionNewParams) (string, error) {
	params.StreamOptions.IncludeUsage = openai.Bool(true)
	stream := gpt.Chat.Completions.NewStreaming(ctx, params, openaiWithin(one)...)
	defer stream.Close()
	var all openai.ChatCompletionAccumulator
	for stream.Next() {
		if !all.AddChunk(stream.Current()) {
			return "", errors.New("the accumulator refused a chunk")
		}
	}
	return saidIn(all.ChatCompletion), stream.Err()
}

func saidIn(completion openai.ChatCompletion) string {
	said := map[string]any{"out": completion.Usage.CompletionTokens, "in": completion.Usage.PromptTokens, "choices": len(completion.Choices)}
	for _, choice := range completion.Choices {
		said["stop"] = choice.FinishReason
		if choice.Message.Content != "" {
			said["text"] = choice.Message.Content
		}
		for _, tool := range choice.Message.ToolCalls {
			said["tool"], said["input"] = tool.Function.Name, tool.Function.Arguments
		}
		if sure := choice.Logprobs.Content; len(sure) > 0 {
			said["logprobs"], said["alternatives"] = len(sure), len(sure[0].TopLogprobs)
		}
	}
	return asJSON(said)
}

func openaiWord(err error) string {
	var told *openai.Error
	if errors.As(err, &told) {
		return told.Code
	}
	return ""
}

func openaiStatus(err error) int {
	var told *openai.Error
	if errors.As(err, &told) {
		return told.StatusCode
	}
	return 0
}
