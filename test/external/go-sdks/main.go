// Plays the calls that it is told on stdin with the official SDKs for Go, all at once, and says on
// stdout what the SDK gave its caller. The addresses come from the environment, as an app's would.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
)

// One call: a vendor, what is asked of it, and the model whose name chooses the fault.
type call struct {
	Vendor  string `json:"vendor"`
	Ask     string `json:"ask"`
	Model   string `json:"model"`
	Prompt  string `json:"prompt"`
	Timeout int    `json:"timeout"`
	GiveUp  int    `json:"giveUp"`
}

type given struct {
	call
	Text  string `json:"text"`
	Error string `json:"error"`
	Says  string `json:"says"`
	Word  string `json:"word"`
}

type ask func(ctx context.Context, one call) (string, error)

var asks = map[string]map[string]ask{"anthropic": anthropicAsks, "openai": openaiAsks}

func main() {
	var calls []call
	if err := json.NewDecoder(bufio.NewReader(os.Stdin)).Decode(&calls); err != nil {
		panic(err)
	}
	all := make([]given, len(calls))
	var group sync.WaitGroup
	for index, one := range calls {
		group.Go(func() { all[index] = play(one) })
	}
	group.Wait()
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		panic(err)
	}
}

func play(one call) given {
	ctx := context.Background()
	if one.GiveUp > 0 {
		limited, cancel := context.WithTimeout(ctx, time.Duration(one.GiveUp)*time.Millisecond)
		defer cancel()
		ctx = limited
	}
	text, err := asks[one.Vendor][one.Ask](ctx, one)
	result := given{call: one, Text: text}
	if err != nil {
		result.Error, result.Says, result.Word = nameOf(err), err.Error(), wordOf(err)
	}
	if ctx.Err() != nil {
		result.Error = "given up"
	}
	return result
}

// The innermost of a chain says what happened; a status is told with it.
func nameOf(err error) string {
	if status := statusOf(err); status != 0 {
		return fmt.Sprintf("%s %d", typeOf(err), status)
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return typeOf(err)
}

func typeOf(err error) string {
	return strings.TrimPrefix(fmt.Sprintf("%T", err), "*")
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
