package main

import (
	"context"
	"errors"
	"time"

	"github.com/anthropics/anthropic-sdk-go/v2"
	"github.com/anthropics/anthropic-sdk-go/v2/option"
)

var claude = anthropic.NewClient()

var anthropicAsks = map[string]ask{
	"whole": func(ctx context.Context, one call) (string, error) {
		return messageOf(ctx, one, toClaude(one))
	},
	"stream": func(ctx context.Context, one call) (string, error) {
		return streamed(ctx, one, toClaude(one))
	},
	"tool": func(ctx context.Context, one call) (string, error) {
		return messageOf(ctx, one, withTool(toClaude(one)))
	},
	"tool-stream": func(ctx context.Context, one call) (string, error) {
		return streamed(ctx, one, withTool(toClaude(one)))
	},
	"structured": func(ctx context.Context, one call) (string, error) {
		params := toClaude(one)
		params.OutputConfig.Format.Schema = citySchema
		return messageOf(ctx, one, params)
	},
	"thinking": func(ctx context.Context, one call) (string, error) {
		params := toClaude(one)
		params.Thinking = anthropic.ThinkingConfigParamOfEnabled(1024)
		return messageOf(ctx, one, params)
	},
	"thinking-stream": func(ctx context.Context, one call) (string, error) {
		params := toClaude(one)
		params.Thinking = anthropic.ThinkingConfigParamOfEnabled(1024)
		return streamed(ctx, one, params)
	},
	"count": func(ctx context.Context, one call) (string, error) {
		count, err := claude.Messages.CountTokens(ctx, anthropic.MessageCountTokensParams{
			Model: anthropic.Model(one.Model), Messages: toClaude(one).Messages,
		})
		if err != nil {
			return "", err
		}
		return asJSON(count.InputTokens), nil
	},
	"models": func(ctx context.Context, one call) (string, error) {
		pages := claude.Models.ListAutoPaging(ctx, anthropic.ModelListParams{})
		names := []string{}
		for pages.Next() {
			names = append(names, string(pages.Current().ID))
		}
		if pages.Err() != nil {
			return "", pages.Err()
		}
		model, err := claude.Models.Get(ctx, one.Model, anthropic.ModelGetParams{})
		if err != nil {
			return "", err
		}
		return asJSON(append(names, string(model.ID))), nil
	},
}

var citySchema = map[string]any{
	"type":                 "object",
	"properties":           map[string]any{"city": map[string]any{"type": "string"}},
	"required":             []string{"city"},
	"additionalProperties": false,
}

func toClaude(one call) anthropic.MessageNewParams {
	return anthropic.MessageNewParams{
		Model:     anthropic.Model(one.Model),
		MaxTokens: 2048,
		Messages:  []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock(one.Prompt))},
	}
}

func withTool(params anthropic.MessageNewParams) anthropic.MessageNewParams {
	input := anthropic.ToolInputSchemaParam{Properties: citySchema["properties"], Required: []string{"city"}}
	params.Tools = []anthropic.ToolUnionParam{anthropic.ToolUnionParamOfTool(input, "weather")}
	params.ToolChoice = anthropic.ToolChoiceParamOfTool("weather")
	return params
}

func within(one call) []option.RequestOption {
	if one.Timeout == 0 {
		return nil
	}
	return []option.RequestOption{option.WithRequestTimeout(time.Duration(one.Timeout) * time.Millisecond)}
}

func messageOf(ctx context.Context, one call, params anthropic.MessageNewParams) (string, error) {
	message, err := claude.Messages.New(ctx, params, within(one)...)
	if err != nil {
		return "", err
	}
	return saidBy(*message), nil
}

func streamed(ctx context.Context, one call, params anthropic.MessageNewParams) (string, error) {
	stream := claude.Messages.NewStreaming(ctx, params, within(one)...)
	defer stream.Close()
	var message anthropic.Message
	for stream.Next() {
		if err := message.Accumulate(stream.Current()); err != nil {
			return "", err
		}
	}
	return saidBy(message), stream.Err()
}

func saidBy(message anthropic.Message) string {
	said := map[string]any{"stop": message.StopReason, "out": message.Usage.OutputTokens, "in": message.Usage.InputTokens}
	for _, block := range message.Content {
		switch one := block.AsAny().(type) {
		case anthropic.TextBlock:
			said["text"] = one.Text
		case anthropic.ToolUseBlock:
			said["tool"], said["input"] = one.Name, one.Input
		case anthropic.ThinkingBlock:
			said["thinking"], said["signed"] = one.Thinking, one.Signature != ""
		}
	}
	return asJSON(said)
}

// The vendor's own word for what went wrong.
func wordOf(err error) string {
	var told *anthropic.Error
	if errors.As(err, &told) {
		return string(told.Type())
	}
	return openaiWord(err)
}

func statusOf(err error) int {
	var told *anthropic.Error
	if errors.As(err, &told) {
		return told.StatusCode
	}
	return openaiStatus(err)
}
