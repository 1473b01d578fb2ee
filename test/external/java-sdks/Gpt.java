import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.RequestOptions;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema.JsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Gpt {
  // It looks whether each field is there that the vendor promises.
  private final OpenAIClient client = OpenAIOkHttpClient.builder().fromEnv().responseValidation(true).build();
  private static final Map<String, Object> CITY =
      Map.of(
          "type", "object",
          "properties", Map.of("city", Map.of("type", "string")),
          "required", List.of("city"),
          "additionalProperties", false);

  Map<String, Sdks.Ask> asks() {
    var asks = new HashMap<String, Sdks.Ask>();
    asks.put("whole", call -> whole(to(call), call));
    asks.put("stream", call -> streamed(to(call), call));
    asks.put("tool", call -> whole(withTool(to(call)), call));
    asks.put("tool-stream", call -> streamed(withTool(to(call)), call));
    asks.put("structured", call -> whole(structured(to(call)), call));
    asks.put("choices", call -> whole(to(call).n(3), call));
    asks.put("choices-stream", call -> streamed(to(call).n(3), call));
    asks.put("logprobs", call -> whole(to(call).logprobs(true).topLogprobs(2), call));
    asks.put("logprobs-stream", call -> streamed(to(call).logprobs(true).topLogprobs(2), call));
    asks.put("embeddings", this::embeddings);
    asks.put("models", this::models);
    return asks;
  }

  private static ChatCompletionCreateParams.Builder to(Sdks.Call call) {
    return ChatCompletionCreateParams.builder().model(call.model()).addUserMessage(call.prompt());
  }

  private static ChatCompletionCreateParams.Builder withTool(ChatCompletionCreateParams.Builder params) {
    var parameters = FunctionParameters.builder();
    CITY.forEach((name, value) -> parameters.putAdditionalProperty(name, JsonValue.from(value)));
    return params
        .addFunctionTool(FunctionDefinition.builder().name("weather").parameters(parameters.build()).build())
        .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED);
  }

  private static ChatCompletionCreateParams.Builder structured(ChatCompletionCreateParams.Builder params) {
    var schema = JsonSchema.Schema.builder();
    CITY.forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
    return params.jsonSchemaResponseFormat(
        JsonSchema.builder().name("city").strict(true).schema(schema.build()).build());
  }

  private static RequestOptions within(Sdks.Call call) {
    var options = RequestOptions.builder();
    return call.timeout() == 0 ? options.build() : options.timeout(Duration.ofMillis(call.timeout())).build();
  }

  private Object whole(ChatCompletionCreateParams.Builder params, Sdks.Call call) {
    return said(client.chat().completions().create(params.build(), within(call)));
  }

  private Object streamed(ChatCompletionCreateParams.Builder params, Sdks.Call call) throws Sdks.Partly {
    var text = new StringBuilder();
    params.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
    try (var stream = client.chat().completions().createStreaming(params.build(), within(call))) {
      var all = ChatCompletionAccumulator.create();
      stream.stream()
          .peek(all::accumulate)
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .forEach(text::append);
      return said(all.chatCompletion());
    } catch (RuntimeException failed) {
      throw new Sdks.Partly(Map.of("text", text.toString()), failed);
    }
  }

  private static Object said(ChatCompletion completion) {
    var said = new HashMap<String, Object>();
    completion.usage().ifPresent(usage -> said.put("out", usage.completionTokens()));
    completion.usage().ifPresent(usage -> said.put("in", usage.promptTokens()));
    said.put("choices", completion.choices().size());
    for (var choice : completion.choices()) {
      said.put("stop", choice.finishReason().toString());
      choice.message().content().ifPresent(text -> said.put("text", text));
      for (var tool : choice.message().toolCalls().orElse(List.of())) {
        said.put("tool", tool.asFunction().function().name());
        said.put("input", tool.asFunction().function().arguments());
      }
      choice.logprobs().flatMap(one -> one.content()).ifPresent(sure -> {
        said.put("logprobs", sure.size());
        said.put("alternatives", sure.get(0).topLogprobs().size());
      });
    }
    return said;
  }

  private Object embeddings(Sdks.Call call) {
    var input = EmbeddingCreateParams.Input.ofArrayOfStrings(List.of(call.prompt(), "another"));
    var params = EmbeddingCreateParams.builder().model(call.model()).input(input).build();
    return client.embeddings().create(params).data().stream().map(one -> one.embedding().size()).toList();
  }

  private Object models(Sdks.Call call) {
    var names = new ArrayList<String>();
    for (var model : client.models().list().autoPager()) names.add(model.id());
    names.add(client.models().retrieve(call.model()).id());
    return names;
  }
}
