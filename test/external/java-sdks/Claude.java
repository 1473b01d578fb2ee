import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.RequestOptions;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Claude {
  // It looks whether each field is there that the vendor promises.
  private final AnthropicClient client = AnthropicOkHttpClient.builder().fromEnv().responseValidation(true).build();
  private static final Map<String, Object> CITY = Map.of("city", Map.of("type", "string"));

  Map<String, Sdks.Ask> asks() {
    return Map.of(
        "whole", call -> said(client.messages().create(to(call).build(), within(call))),
        "stream", call -> streamed(to(call), call),
        "tool", call -> said(client.messages().create(withTool(to(call)).build(), within(call))),
        "tool-stream", call -> streamed(withTool(to(call)), call),
        "structured", call -> said(client.messages().create(structured(to(call)).build(), within(call))),
        "thinking", call -> said(client.messages().create(to(call).enabledThinking(1024).build(), within(call))),
        "thinking-stream", call -> streamed(to(call).enabledThinking(1024), call),
        "count", this::counted,
        "models", this::models);
  }

  private static MessageCreateParams.Builder to(Sdks.Call call) {
    return MessageCreateParams.builder().model(call.model()).maxTokens(2048).addUserMessage(call.prompt());
  }

  private static MessageCreateParams.Builder withTool(MessageCreateParams.Builder params) {
    var properties = Tool.InputSchema.Properties.builder();
    CITY.forEach((name, shape) -> properties.putAdditionalProperty(name, JsonValue.from(shape)));
    var input = Tool.InputSchema.builder().properties(properties.build()).addRequired("city").build();
    return params.addTool(Tool.builder().name("weather").inputSchema(input).build()).toolToolChoice("weather");
  }

  private static MessageCreateParams.Builder structured(MessageCreateParams.Builder params) {
    var schema =
        JsonOutputFormat.Schema.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty("properties", JsonValue.from(CITY))
            .putAdditionalProperty("required", JsonValue.from(List.of("city")))
            .putAdditionalProperty("additionalProperties", JsonValue.from(false))
            .build();
    return params.outputConfig(
        OutputConfig.builder().format(JsonOutputFormat.builder().schema(schema).build()).build());
  }

  private static RequestOptions within(Sdks.Call call) {
    var options = RequestOptions.builder();
    return call.timeout() == 0 ? options.build() : options.timeout(Duration.ofMillis(call.timeout())).build();
  }

  private Object streamed(MessageCreateParams.Builder params, Sdks.Call call) throws Sdks.Partly {
    var text = new StringBuilder();
    try (var stream = client.messages().createStreaming(params.build(), within(call))) {
      var all = MessageAccumulator.create();
      stream.stream()
          .peek(all::accumulate)
          .flatMap(event -> event.contentBlockDelta().stream())
          .flatMap(event -> event.delta().text().stream())
          .forEach(delta -> text.append(delta.text()));
      return said(all.message());
    } catch (RuntimeException failed) {
      throw new Sdks.Partly(Map.of("text", text.toString()), failed);
    }
  }

  private static Object said(Message message) {
    var said = new HashMap<String, Object>();
    message.stopReason().ifPresent(reason -> said.put("stop", reason.toString()));
    said.put("out", message.usage().outputTokens());
    said.put("in", message.usage().inputTokens());
    for (var block : message.content()) {
      block.text().ifPresent(one -> said.put("text", one.text()));
      block.toolUse().ifPresent(one -> said.put("tool", one.name()));
      block.toolUse().ifPresent(one -> said.put("input", one._input().convert(Object.class)));
      block.thinking().ifPresent(one -> said.put("thinking", one.thinking()));
      block.thinking().ifPresent(one -> said.put("signed", !one.signature().isEmpty()));
    }
    return said;
  }

  private Object counted(Sdks.Call call) {
    var params = MessageCountTokensParams.builder().model(call.model()).addUserMessage(call.prompt()).build();
    return client.messages().countTokens(params).inputTokens();
  }

  private Object models(Sdks.Call call) {
    var names = new ArrayList<String>();
    for (var model : client.models().list().autoPager()) names.add(model.id());
    names.add(client.models().retrieve(call.model()).id());
    return names;
  }
}
